package dev.orderpipeline.simulation.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a command of ours becomes a process: the Java and the classes that this process runs.
///
/// @param mainClass takes the words of a command line
public record Launch(String mainClass) {

  public List<String> command(List<String> jvmOptions, String... words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(words));
    return command;
  }
}
