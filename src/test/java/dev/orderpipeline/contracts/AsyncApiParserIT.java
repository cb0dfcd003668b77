package dev.orderpipeline.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official AsyncAPI parser is a JavaScript package: the test needs npm, and its registry the
/// first time.
class AsyncApiParserIT {

  private static final String PARSER = "@asyncapi/parser@3.6.6";
  private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
  private static final Path INSTALLED = BASE.resolve("target/asyncapi-parser");
  private static final Path SCRIPT = BASE.resolve("src/test/resources/contracts/asyncapi.mjs");

  private static final Path DOCUMENT = BASE.resolve("topology-docs/asyncapi.json");

  private record Ended(int code, String output) {}

  @Test
  void theDocumentIsValid() throws Exception {
    assumeThat(install()).as("skipped: npm cannot install %s here", PARSER).isTrue();
    Ended parsed = parse(DOCUMENT);
    assertThat(parsed.code()).as(parsed.output()).isZero();
  }

  @Test
  void aDocumentWithAMistakeIsNot(@TempDir Path dir) throws Exception {
    assumeThat(install()).as("skipped: npm cannot install %s here", PARSER).isTrue();
    String document = Files.readString(DOCUMENT);
    Path wrong = dir.resolve("wrong.json");
    Files.writeString(wrong, document.replace("\"action\" : \"send\"", "\"action\" : \"shout\""));
    Ended parsed = parse(wrong);
    assertThat(parsed.code()).as(parsed.output()).isEqualTo(1);
  }

  private static Ended parse(Path document) throws Exception {
    return run(
        "node",
        SCRIPT.toString(),
        INSTALLED.toAbsolutePath().toString(),
        document.toString(),
        DOCUMENT.toAbsolutePath().toString());
  }

  private static synchronized boolean install() throws InterruptedException {
    if (Files.isDirectory(INSTALLED.resolve("node_modules/@asyncapi/parser"))) {
      return true;
    }
    try {
      Files.createDirectories(INSTALLED);
      return run(
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "--ignore-scripts",
                  "--prefix",
                  INSTALLED.toString(),
                  PARSER)
              .code()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("contracts", ".log");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), Files.readString(output, UTF_8));
  }
}
