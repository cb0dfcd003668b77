package dev.orderpipeline.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// What an image has in its entry point's directory, laid out on this machine.
record Image(Path home) {

  /// The service's, as the build has put it together.
  static Image service() {
    return new Image(Project.path("target/service"));
  }

  /// The simulation's, as the recipe copies it together.
  static Image simulation(Path dir) throws IOException {
    Path target = Files.createDirectories(dir.resolve("target"));
    Files.copy(
        Project.path("order-pipeline"),
        dir.resolve("order-pipeline"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(
        target.resolve("order-pipeline.jar"), Project.path("target/order-pipeline.jar"));
    Files.createSymbolicLink(target.resolve("lib"), Project.path("target/lib"));
    return new Image(dir);
  }

  Path launcher() {
    return home.resolve("order-pipeline");
  }

  /// The entry point with these arguments.
  List<String> run(List<String> arguments) {
    var command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(arguments);
    return command;
  }
}
