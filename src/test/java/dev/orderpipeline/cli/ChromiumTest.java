package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Without a browser the tests of the console are skipped, so what is none must not pass for one.
class ChromiumTest {

  @TempDir private Path dir;

  @Test
  void isFoundOnThePathOrNot() throws IOException {
    Path bin = Files.createDirectory(dir.resolve("bin"));
    String path = dir + File.pathSeparator + bin + File.pathSeparator + dir.resolve("nowhere");
    assertThat(Chromium.find("")).isEmpty();
    assertThat(Chromium.find(path)).isEmpty();
    Path file = Files.createFile(bin.resolve("chromium"));
    assertThat(Chromium.find(path)).as("not executable").isEmpty();
    assertThat(file.toFile().setExecutable(true)).isTrue();
    assertThat(Chromium.find(path)).contains(file);
  }
}
