package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPipelineTest {

  @Test
  void helpListsTheCommandsAndSaysHowToStart() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("broker", "topics", "place", "To start:", "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"broker", "topics", "place"})
  void everyCommandHasHelp(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: order-pipeline " + command);
  }

  @Test
  void printsItsVersion() {
    assertThat(CommandRun.of("--version").out()).startsWith("order-pipeline ");
  }

  @Test
  void asksForACommand() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("order-pipeline: a command is missing");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    CommandRun run = CommandRun.of("topcs");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'topcs'", "Did you mean: order-pipeline topics");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesABadOptionByItsValue() {
    CommandRun run = CommandRun.of("topics", "--partitions", "many");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "order-pipeline topics: topic.partitions is 'many' (command line): allowed is a whole"
                + " number");
  }

  @Test
  void refusesAnUnknownVariable() {
    CommandRun run = CommandRun.with(Map.of("ORDER_PIPELINE_HTTP_PRT", "1"), "topics");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean ORDER_PIPELINE_HTTP_PORT?");
  }

  @Test
  void refusesToPlaceNothing() {
    assertThat(CommandRun.of("place").err()).contains("--count", "--file");
    assertThat(CommandRun.of("place", "--count", "-1").err()).contains("--count", "was -1");
    assertThat(CommandRun.of("place", "--count", "1", "--rate", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void anUnexpectedFailureIsOneReasonAndAStackTraceOnlyIfAskedFor(@TempDir Path dir)
      throws IOException {
    Path inTheWay = Files.writeString(dir.resolve("file"), "");
    CommandRun brief = CommandRun.of("broker", "--port", "0", "--dir", inTheWay + "/x");
    assertThat(brief.exitCode()).isEqualTo(1);
    assertThat(brief.err())
        .startsWith("order-pipeline broker: ")
        .contains("--verbose")
        .doesNotContain("\tat ");
    CommandRun full = CommandRun.of("broker", "--verbose", "--port", "0", "--dir", inTheWay + "/x");
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err()).contains("\tat ");
  }
}
