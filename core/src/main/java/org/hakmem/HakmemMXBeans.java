package org.hakmem;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Shows allocators to management consoles (JMX): registers a {@link HakmemMXBean} for one in the
 * platform's MBean server, where it is {@code org.hakmem:type=Hakmem,name=…}.
 *
 * {@snippet file="HakmemSnippetsTest.java" region="mxbean"}
 *
 * <p>Needs the module {@code java.management}, which a runtime image may lack; all else of this
 * module works without.
 */
public final class HakmemMXBeans {

  private static final String DOMAIN_AND_TYPE = "org.hakmem:type=Hakmem,name=";

  /** What a name must be quoted for in an object name. */
  private static final String SPECIAL = ",=:\"*?\n";

  private HakmemMXBeans() {}

  /** A registered MXBean. Any thread. */
  public interface Registration extends AutoCloseable {

    /** The name that it is registered by. */
    String objectName();

    /** Takes it out of the MBean server; does nothing if it was taken out before. */
    @Override
    void close();
  }

  /**
   * Registers an MXBean for an allocator. It stays until {@link Registration#close} is called, also
   * if the allocator is closed before that.
   *
   * @param name tells this allocator from others; any text, quoted in the object name if need be
   * @throws IllegalArgumentException if {@code name} is blank
   * @throws IllegalStateException if the allocator is closed, an MXBean of this name is registered
   *     already, or the module {@code java.management} is missing
   */
  public static Registration register(Hakmem hakmem, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an MXBean's name must not be blank");
    }
    hakmem.engine().requireOpen();
    try {
      return Registered.in(
          ManagementFactory.getPlatformMBeanServer(), new ManagedHakmem(hakmem.engine()), name);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "an MXBean needs the module java.management, which this Java runtime was started without",
          e);
    }
  }

  /** In an MBean server. */
  private static final class Registered implements Registration {

    private final MBeanServer server;
    private final ObjectName name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Registered(MBeanServer server, ObjectName name) {
      this.server = server;
      this.name = name;
    }

    static Registered in(MBeanServer server, ManagedHakmem managed, String name) {
      ObjectName objectName = nameFor(name);
      try {
        server.registerMBean(managed, objectName);
      } catch (InstanceAlreadyExistsException e) {
        throw new IllegalStateException("registered already: " + objectName, e);
      } catch (JMException e) {
        throw new IllegalStateException("can't register " + objectName, e);
      }
      return new Registered(server, objectName);
    }

    private static ObjectName nameFor(String name) {
      boolean special = name.chars().anyMatch(each -> SPECIAL.indexOf(each) >= 0);
      try {
        return new ObjectName(DOMAIN_AND_TYPE + (special ? ObjectName.quote(name) : name));
      } catch (MalformedObjectNameException e) {
        throw new IllegalArgumentException("no name for an MXBean: " + name, e);
      }
    }

    @Override
    public String objectName() {
      return name.toString();
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        return; // by now it may be another's
      }
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException e) { // somebody else took it out
      } catch (JMException e) {
        throw new IllegalStateException("can't take out " + name, e);
      }
    }
  }
}
