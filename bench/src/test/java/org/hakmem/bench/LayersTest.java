package org.hakmem.bench;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.hakmem.bench.peers.Peer;
import org.junit.jupiter.api.Test;

/** Imports run downwards. */
class LayersTest {

  @Test
  void aPackageUsesOnlyThoseBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("machine")
        .definedBy("org.hakmem.bench.machine")
        .layer("peers")
        .definedBy("org.hakmem.bench.peers")
        .layer("workload")
        .definedBy("org.hakmem.bench.workload")
        .layer("run")
        .definedBy("org.hakmem.bench.run")
        .layer("report")
        .definedBy("org.hakmem.bench.report")
        .layer("jmh")
        .definedBy("org.hakmem.bench.jmh..")
        .whereLayer("machine")
        .mayNotAccessAnyLayer()
        .whereLayer("peers")
        .mayNotAccessAnyLayer()
        .whereLayer("workload")
        .mayOnlyAccessLayers("peers", "machine")
        .whereLayer("run")
        .mayOnlyAccessLayers("workload", "peers", "machine")
        .whereLayer("report")
        .mayOnlyAccessLayers("run", "workload", "peers", "machine")
        .whereLayer("jmh")
        .mayOnlyAccessLayers("workload", "peers", "machine")
        .check(
            new ClassFileImporter()
                .importUrl(Peer.class.getProtectionDomain().getCodeSource().getLocation()));
  }
}
