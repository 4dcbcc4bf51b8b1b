package org.hakmem.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The jar's version and the Java that runs it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "hakmem " + (version == null ? "(development build)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name", "unknown VM")
    };
  }
}
