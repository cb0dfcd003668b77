package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogEnvironmentTest {

  @Test
  void aValueThatWouldSilenceTheLogsIsNamed() {
    assertThat(LogEnvironment.problem(Map.of("ORDER_PIPELINE_LOG_FORMAT", "xml")))
        .contains("ORDER_PIPELINE_LOG_FORMAT must be one of json, text, was 'xml'");
    assertThat(LogEnvironment.problem(Map.of("ORDER_PIPELINE_LOG_LEVEL", "loud")))
        .hasValueSatisfying(problem -> assertThat(problem).contains("'loud'"));
  }

  @Test
  void whatIsAllowedOrNotSetIsNoProblem() {
    assertThat(LogEnvironment.problem(Map.of())).isEmpty();
    assertThat(
            LogEnvironment.problem(
                Map.of("ORDER_PIPELINE_LOG_FORMAT", "json", "ORDER_PIPELINE_LOG_LEVEL", "DEBUG")))
        .isEmpty();
  }
}
