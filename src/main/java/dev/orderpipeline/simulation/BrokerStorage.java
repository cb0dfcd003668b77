package dev.orderpipeline.simulation;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.TransactionVersion;

/// What `kafka-storage format` does: gives a directory its cluster id and feature levels.
final class BrokerStorage {

  private BrokerStorage() {}

  /// Formats the directory if it is not formatted; leaves records alone if it is.
  ///
  /// @throws IllegalStateException if the directory cannot be formatted
  static void formatIfNew(BrokerNode node) {
    Path dir = node.dir();
    if (Files.exists(dir.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(node.id())
          .setClusterId(node.clusterId())
          .addDirectory(dir.toString())
          .setMetadataLogDirectory(dir.toString())
          .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
          .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel())
          .run();
    } catch (Exception e) { // Formatter.run declares no narrower type.
      throw new IllegalStateException("cannot format the broker's directory " + dir, e);
    }
  }
}
