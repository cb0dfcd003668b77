package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Documents that the code writes about itself. The build fails when one has drifted from the code;
/// one command accepts the change.
public final class Golden {

  private static final String ACCEPT = "mvn verify -Dgolden.accept=true";

  private Golden() {}

  /// Compares with the committed document, or rewrites it if this run accepts changes.
  ///
  /// @param document relative to `topology-docs`
  public static void check(Path document, String actual) {
    Path file =
        Path.of(System.getProperty("project.basedir", "."), "topology-docs").resolve(document);
    try {
      if (Boolean.getBoolean("golden.accept")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
        return;
      }
      String expected = Files.exists(file) ? Files.readString(file) : "";
      assertThat(actual)
          .as("topology-docs/%s has drifted from the code; accept with `%s`", document, ACCEPT)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read or write " + file, e);
    }
  }
}
