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

  /// The simulation's, as the recipe copies it together; here with links to what is large.
  static Image simulation() throws IOException {
    Path home = Project.path("target/simulation");
    Path target = Files.createDirectories(home.resolve("target"));
    Files.copy(
        Project.path("order-pipeline"),
        home.resolve("order-pipeline"),
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
    for (String large : List.of("order-pipeline.jar", "lib")) {
      Files.deleteIfExists(target.resolve(large));
      Files.createSymbolicLink(target.resolve(large), Project.path("target/" + large));
    }
    return new Image(home);
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
