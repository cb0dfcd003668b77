package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What the runbook tells to run can be run, and each of its entries was rehearsed.
class RunbookTest {

  private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
  private static final Path TESTS = BASE.resolve("src/test/java");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\./order-pipeline ([^#\\n]+)|`\\./order-pipeline ([^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern REHEARSAL = Pattern.compile("`([A-Z]\\w+IT)(?:#(\\w+))?`");
  private static final List<String> ENTRIES =
      List.of(
          "A gateway is down",
          "A breaker flaps",
          "An instance is down",
          "Lag grows",
          "Orders take long",
          "Undoing fails",
          "The audit finds a violation",
          "Orders are suspended",
          "Dead letters flood in",
          "Internal topics or state are lost",
          "A broker is lost",
          "A deploy is poisoned",
          "Input came twice",
          "The cluster moves");

  private final String page = read(BASE.resolve("topology-docs/runbook.md"));

  @Test
  void everyCommandIsOneThatThereIs() {
    List<String> commands =
        COMMAND
            .matcher(page)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .map(String::strip)
            .toList();
    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      CommandLine.ParseResult parsed =
          OrderPipeline.commandLine(Map.of()).parseArgs(words(command).toArray(String[]::new));
      assertThat(parsed.hasSubcommand()).as(command).isTrue();
    }
  }

  @Test
  void everyEntryWasRehearsedByATestThatThereIs() {
    for (String entry : ENTRIES) {
      assertThat(page).contains("\n## " + entry);
    }
    for (String section : page.split("\n## ", -1)) {
      if (section.startsWith("# ")) {
        continue;
      }
      String title = section.lines().findFirst().orElseThrow();
      List<MatchResult> rehearsals =
          REHEARSAL
              .matcher(section.substring(section.indexOf("**Rehearsed:**") + 1))
              .results()
              .toList();
      assertThat(section).as(title).contains("**Rehearsed:**");
      assertThat(rehearsals).as(title).isNotEmpty();
      rehearsals.forEach(found -> assertThat(rehearses(found)).as(found.group()).isTrue());
    }
  }

  private static boolean rehearses(MatchResult found) {
    String method = found.group(2);
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.endsWith(found.group(1) + ".java"))
          .anyMatch(file -> method == null || read(file).contains("void " + method + "("));
    } catch (IOException e) {
      throw new IllegalStateException("cannot look through " + TESTS, e);
    }
  }

  /// As a shell would take it apart.
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
