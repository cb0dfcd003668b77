package dev.orderpipeline.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that is tested.
final class Project {

  static final Path DIR = Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();

  private Project() {}

  static Path path(String relative) {
    return DIR.resolve(relative).normalize();
  }

  static String read(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
