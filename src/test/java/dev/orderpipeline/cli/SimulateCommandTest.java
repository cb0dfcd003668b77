package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new SimulateCommand(() -> 0))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void saysHowManySeedsHeld() {
    assertThat(run("--seeds", "5", "--threads", "2")).isZero();

    assertThat(out.toString()).contains("5 seeds").contains("every guarantee held");
  }

  @Test
  void printsJson() throws JsonProcessingException {
    assertThat(run("--seeds", "3", "--from", "7", "--json")).isZero();

    JsonNode json = JsonMapper.builder().build().readTree(out.toString());
    assertThat(json.path("clean").asBoolean()).isTrue();
    assertThat(json.path("seeds").asInt()).isEqualTo(3);
    assertThat(json.path("from").asInt()).isEqualTo(7);
    assertThat(json.path("counts").path("commit COMMITTED").asInt()).isPositive();
  }

  @Test
  void tellsOneSeedInFull() {
    assertThat(run("--trace", "3")).isZero();

    assertThat(out.toString()).contains("takes up partition").contains("seed 3: 0 violation(s)");
  }

  @Test
  void refusesCampaignsOfNothing() {
    assertThat(run("--seeds", "0")).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString()).contains("at least 1 seed");
  }
}
