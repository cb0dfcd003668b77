package dev.orderpipeline.bench.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Command lines of Java processes. Peers run with the very options that the launcher gives to the
/// product, since the bench was started with them itself.
public final class Java {

  /// Set by the launcher to its own path.
  private static final String LAUNCHER = "order-pipeline.launcher";

  private static final String PRODUCT_MAIN = "dev.orderpipeline.cli.OrderPipeline";

  private Java() {}

  /// A class with a `main` from the bench's class path.
  public static List<String> run(String mainClass, String... args) {
    return runOn(ManagementFactory.getRuntimeMXBean().getClassPath(), mainClass, args);
  }

  /// A class with a `main` from a class path of its own.
  public static List<String> runOn(String classPath, String mainClass, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(Arrays.asList(args));
    return List.copyOf(command);
  }

  /// One of the product's commands, as people run it.
  public static List<String> product(String... args) {
    Optional<String> launcher = Optional.ofNullable(System.getProperty(LAUNCHER));
    if (launcher.isEmpty()) {
      return run(PRODUCT_MAIN, args);
    }
    var command = new ArrayList<String>();
    command.add(launcher.get());
    command.addAll(Arrays.asList(args));
    return List.copyOf(command);
  }

  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> !arg.startsWith("-D") && !arg.startsWith("-agentlib"))
        .toList();
  }
}
