package dev.orderpipeline.bench.restate;

import dev.orderpipeline.bench.variant.VariantSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The server's configuration: its defaults but for what is here. Every address is on loopback.
///
/// Settings of the variant: `partitions` (4) of Restate's own log; `invocations` (250) that run at
/// once in each of them; `batch` (256) commands that a partition applies together; `fsync` (false)
/// of each batch of the log.
record ServerConfig(int adminPort, String toml) {

  static final String HOST = "127.0.0.1";

  /// Apart from what fills it in, so that it reads like the file that it becomes.
  @SuppressWarnings("InlineFormatString")
  private static final String TEMPLATE =
      """
      cluster-name = "bench"
      node-name = "bench"
      base-dir = "%s"
      listen-mode = "tcp"
      bind-address = "%s"
      advertised-address = "http://%2$s"
      default-num-partitions = %s
      disable-telemetry = true
      log-format = "compact"
      log-disable-ansi-codes = true
      shutdown-timeout = "10s"

      [admin]
      bind-address = "%s"
      disable-web-ui = true

      [ingress]
      bind-address = "%s"

      [worker]
      max-command-batch-size = %s

      [worker.invoker]
      concurrent-invocations-limit = %s

      [log-server]
      rocksdb-disable-wal-fsync = %s
      """;

  static ServerConfig of(VariantSetup setup) {
    Map<String, String> settings = setup.settings();
    int admin = freePort();
    return new ServerConfig(
        admin,
        TEMPLATE.formatted(
            setup.dir().resolve("restate"),
            address(freePort()),
            settings.getOrDefault("partitions", "4"),
            address(admin),
            address(freePort()),
            settings.getOrDefault("batch", "256"),
            settings.getOrDefault("invocations", "250"),
            !Boolean.parseBoolean(settings.getOrDefault("fsync", "false"))));
  }

  private static String address(int port) {
    return HOST + ":" + port;
  }

  /// Restate does not say on which port it listens, so it is told one.
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  URI admin() {
    return URI.create("http://" + address(adminPort));
  }

  /// @return the file
  Path write(Path dir) {
    Path file = dir.resolve("restate.toml");
    try {
      return Files.writeString(file, toml);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
