package dev.orderpipeline.bench.restate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Restate's server, from its makers' npm package, and the class path of the service with their
/// SDK, from Maven. Both are kept under `target/restate` and fetched when a bench first asks for
/// them, so that no build needs them.
///
/// @param server the binary
/// @param classPath of the service
record Installation(Path server, String classPath) {

  /// Pinned; the SDK that goes with it is in the profile `restate` of the pom.
  static final String SERVER_VERSION = "1.7.12";

  private static final String PACKAGE = "@restatedev/restate-server";
  private static final String BINARY = "bin/restate-server";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// Set by the launcher to its own path, which is in the root of the checkout.
  private static final String LAUNCHER = "order-pipeline.launcher";

  /// Installs what is missing.
  static Installation install() throws InstallationException, InterruptedException {
    @Nullable String launcher = System.getProperty(LAUNCHER);
    @Nullable Path root = launcher == null ? null : Path.of(launcher).getParent();
    if (root == null || !Files.exists(root.resolve("pom.xml"))) {
      throw new InstallationException(
          "the peer on Restate is built from a checkout; run ./order-pipeline bench in one");
    }
    Path target = root.resolve("target").resolve("restate");
    try {
      Files.createDirectories(target);
      return new Installation(server(target), classPath(root, target));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install Restate into " + target, e);
    }
  }

  private static Path server(Path target)
      throws IOException, InstallationException, InterruptedException {
    Path npm = Files.createDirectories(target.resolve("npm-" + SERVER_VERSION));
    Path scope = npm.resolve("node_modules").resolve("@restatedev");
    List<Path> found = binaries(scope);
    if (found.isEmpty()) {
      run(
          List.of(
              "npm",
              "install",
              "--prefix",
              npm.toString(),
              "--no-audit",
              "--no-fund",
              // A dependency of the package has a script that tells its makers of the installation.
              "--ignore-scripts",
              PACKAGE + "@" + SERVER_VERSION),
          target,
          Map.of(),
          target.resolve("npm.log"));
      found = binaries(scope);
    }
    if (found.isEmpty()) {
      throw new InstallationException(
          PACKAGE + " " + SERVER_VERSION + " has no binary for this system");
    }
    return found.getFirst();
  }

  /// Those for other systems are not installed.
  private static List<Path> binaries(Path scope) throws IOException {
    if (!Files.isDirectory(scope)) {
      return List.of();
    }
    try (Stream<Path> packages = Files.list(scope)) {
      return packages.map(dir -> dir.resolve(BINARY)).filter(Files::isExecutable).toList();
    }
  }

  private static String classPath(Path root, Path target)
      throws IOException, InstallationException, InterruptedException {
    run(
        List.of(
            "mvn",
            "-q",
            "-B",
            "-P",
            "restate,!bench",
            "compiler:compile@restate-compile",
            "dependency:build-classpath@restate-classpath"),
        root,
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        target.resolve("mvn.log"));
    return String.join(
        File.pathSeparator,
        target.resolve("classes").toString(),
        // The product's own, for its idempotency keys and its logging configuration.
        root.resolve("target").resolve("classes").toString(),
        Files.readString(target.resolve("classpath")).strip());
  }

  private static void run(List<String> command, Path dir, Map<String, String> environment, Path log)
      throws InstallationException, InterruptedException {
    var builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new InstallationException(
          command.getFirst() + " is needed to install Restate: " + e.getMessage());
    }
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new InstallationException(
            command.getFirst() + " took longer than " + LIMIT.toMinutes() + " minutes, see " + log);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new InstallationException(
          "'%s' ended with %d, see %s"
              .formatted(String.join(" ", command), process.exitValue(), log));
    }
  }
}
