package dev.orderpipeline.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka of one node, broker and controller in one, inside this JVM. It listens on the loopback
/// interface only and keeps everything under one directory: a broker started again on the same
/// directory has the same topics and records.
///
/// Up in two to three seconds. Thread-safe.
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /// A port found free may be taken before the broker binds it; with a port of our choice we try
  /// again on another.
  private static final int TRIES_TO_BIND = 3;

  private final KafkaRaftServer server;
  private final Path dir;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(KafkaRaftServer server, Path dir, int port) {
    this.server = server;
    this.dir = dir;
    this.port = port;
  }

  /// Starts a broker on a free port.
  public static EmbeddedBroker start(Path dir) {
    return start(dir, FreePorts.ANY);
  }

  /// Starts a broker and returns when it takes requests.
  ///
  /// @param dir made if missing; must not be in use by another broker
  /// @param port for clients, 0 for a free one; the controller always takes a free one
  /// @throws IllegalStateException if the port is taken or the broker does not come up
  public static EmbeddedBroker start(Path dir, int port) {
    if (port != FreePorts.ANY && !FreePorts.isFree(port)) {
      throw new IllegalStateException(
          "port " + port + " is in use: choose another port, or stop what listens there");
    }
    haltsBecomeExceptions();
    int tries = port == FreePorts.ANY ? TRIES_TO_BIND : 1;
    @Nullable RuntimeException last = null;
    for (int attempt = 1; attempt <= tries; attempt++) {
      try {
        return start(BrokerNode.alone(dir.toAbsolutePath(), FreePorts.choose(port)));
      } catch (RuntimeException e) {
        LOG.debug("Embedded broker did not start, attempt {}", attempt, e);
        last = e;
      }
    }
    throw new IllegalStateException("the embedded broker did not start in " + dir, last);
  }

  /// Starts a node in a process of its own: a fatal fault ends the process, as Kafka wants it.
  /// Returns when the node takes requests, for which more than half of its quorum must be up.
  ///
  /// @throws RuntimeException if the node does not come up
  public static EmbeddedBroker start(BrokerNode node) {
    try {
      Files.createDirectories(node.dir());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the broker's directory " + node.dir(), e);
    }
    BrokerStorage.formatIfNew(node);
    var config = new KafkaConfig(BrokerConfig.of(node), false);
    var server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new EmbeddedBroker(server, node.dir(), node.port());
  }

  /// Kafka halts the JVM on a fatal fault. This JVM runs more than a broker, so the fault becomes
  /// an exception of the broker's own thread instead.
  private static void haltsBecomeExceptions() {
    Exit.Procedure instead =
        (status, message) -> {
          throw new IllegalStateException(
              "embedded broker failed with status " + status + ": " + message);
        };
    Exit.setHaltProcedure(instead);
    Exit.setExitProcedure(instead);
  }

  /// For clients' `bootstrap.servers`.
  public String bootstrapServers() {
    return BrokerConfig.HOST + ":" + port;
  }

  public int port() {
    return port;
  }

  public Path dir() {
    return dir;
  }

  /// Blocks until the broker has stopped.
  public void awaitStop() {
    server.awaitShutdown();
  }

  /// Stops the broker and returns when it has stopped. Its records stay in its directory.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
    }
  }
}
