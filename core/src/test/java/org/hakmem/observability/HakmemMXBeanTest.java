package org.hakmem.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.management.ManagementFactory;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemMXBean;
import org.hakmem.HakmemMXBeans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An allocator in the platform's MBean server. */
class HakmemMXBeanTest {

  private static final long LIMIT = 1L << 30;

  @RegisterExtension final Allocators allocators = new Allocators();

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT));

  private Object attribute(String bean, String name) throws Exception {
    return server.getAttribute(new ObjectName(bean), name);
  }

  @Test
  void theAttributesAreTheStatistics() throws Exception {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "attributes")) {
      String name = shown.objectName();
      long address = hakmem.malloc(100);

      assertThat(name).isEqualTo("org.hakmem:type=Hakmem,name=attributes");
      assertThat(attribute(name, "LiveBytes")).isEqualTo(hakmem.stats().liveBytes());
      assertThat(attribute(name, "LiveBlocks")).isEqualTo(1L);
      assertThat(attribute(name, "CachedBytes")).isEqualTo(hakmem.stats().cachedBytes());
      assertThat(attribute(name, "FreeBytes")).isEqualTo(hakmem.stats().freeBytes());
      assertThat(attribute(name, "RemotePendingBytes")).isEqualTo(0L);
      assertThat(attribute(name, "CommittedBytes")).isEqualTo(64L << 10);
      assertThat(attribute(name, "ReservedBytes")).isEqualTo(hakmem.stats().reservedBytes());
      assertThat((long) attribute(name, "ResidentBytes")).isGreaterThanOrEqualTo(-1);
      assertThat(attribute(name, "MaxBytes")).isEqualTo(LIMIT);
      assertThat(attribute(name, "Heaps")).isEqualTo(1);
      assertThat(attribute(name, "Slabs")).isEqualTo(1);
      assertThat("hakmem " + attribute(name, "Allocator")).isEqualTo(hakmem.toString());
      hakmem.free(address);
    }
  }

  @Test
  void whatIsStructuredIsCompositeData() throws Exception {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "composite")) {
      long address = hakmem.malloc(100);

      CompositeData stats = (CompositeData) attribute(shown.objectName(), "Stats");
      assertThat(stats.get("liveBlocks")).isEqualTo(1L);
      assertThat(((CompositeData[]) stats.get("classes"))[0].get("blockBytes")).isEqualTo(112);
      assertThat(((CompositeData) attribute(shown.objectName(), "Refills")).get("fresh"))
          .isEqualTo(1L);
      assertThat(((CompositeData) attribute(shown.objectName(), "Protocol")).get("claimsLost"))
          .isEqualTo(0L);
      HakmemArena arena = hakmem.newBatchedArena();
      arena.allocate(100);
      arena.close();
      assertThat(((CompositeData) attribute(shown.objectName(), "Quarantine")).get("bytes"))
          .isEqualTo(112L);
      hakmem.free(address);
    }
  }

  @Test
  void aProxyHasTheStatisticsAndCanTrim() throws Exception {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "proxy")) {
      HakmemMXBean bean =
          JMX.newMXBeanProxy(server, new ObjectName(shown.objectName()), HakmemMXBean.class);
      hakmem.free(hakmem.malloc(100));

      assertThat(bean.getStats().cachedBytes()).isPositive();
      long trimmed = bean.trim();

      assertThat(bean.getStats().cachedBytes()).isZero();
      assertThat(trimmed).isEqualTo(Allocators.canPurge(hakmem) ? 64L << 10 : 0);
    }
  }

  @Test
  void aNameIsTakenOnlyOnce() {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "twice")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> HakmemMXBeans.register(allocators.create(), "twice"))
          .withMessage("registered already: " + shown.objectName());
    }
  }

  @Test
  void aClosedRegistrationLeavesANewOneAlone() throws Exception {
    HakmemMXBeans.Registration first = HakmemMXBeans.register(hakmem, "again");
    ObjectName name = new ObjectName(first.objectName());
    first.close();
    assertThat(server.isRegistered(name)).isFalse();

    try (HakmemMXBeans.Registration second = HakmemMXBeans.register(hakmem, "again")) {
      first.close();
      assertThat(server.isRegistered(name)).isTrue();
      assertThat(second.objectName()).isEqualTo(first.objectName());
    }
  }

  @Test
  void whatSomebodyElseTookOutIsNoError() throws Exception {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "taken out")) {
      server.unregisterMBean(new ObjectName(shown.objectName()));
    }
  }

  @Test
  void anyTextIsAName() throws Exception {
    String odd = "a,b=c:\"d\"*?";
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, odd)) {
      ObjectName name = new ObjectName(shown.objectName());

      assertThat(ObjectName.unquote(name.getKeyProperty("name"))).isEqualTo(odd);
      assertThat(server.isRegistered(name)).isTrue();
    }
  }

  @Test
  void aBlankNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HakmemMXBeans.register(hakmem, " "))
        .withMessage("an MXBean's name must not be blank");
  }

  @Test
  void aClosedAllocatorIsNotRegistered() {
    hakmem.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> HakmemMXBeans.register(hakmem, "closed"))
        .withMessage("this allocator is closed");
  }

  @Test
  void anAllocatorThatWasClosedSinceSaysSo() {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "closed since")) {
      hakmem.close();

      for (String attribute : new String[] {"LiveBytes", "ResidentBytes", "MaxBytes", "Stats"}) {
        assertThatExceptionOfType(RuntimeMBeanException.class)
            .isThrownBy(() -> attribute(shown.objectName(), attribute))
            .havingCause()
            .isInstanceOf(IllegalStateException.class)
            .withMessage("this allocator is closed");
      }
      assertThatExceptionOfType(RuntimeMBeanException.class)
          .isThrownBy(() -> server.invoke(new ObjectName(shown.objectName()), "trim", null, null))
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }
}
