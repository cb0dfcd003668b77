package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthProbeTest {

  @Test
  void asksWhereTheServiceListensByItsEnvironment() {
    assertThat(HealthProbe.url(Map.of(), "/health/live"))
        .isEqualTo("http://127.0.0.1:8080/health/live");
    assertThat(
            HealthProbe.url(
                Map.of(
                    "ORDER_PIPELINE_HTTP_HOST", "0.0.0.0",
                    "ORDER_PIPELINE_HTTP_PORT", "9",
                    "ORDER_PIPELINE_HTTP_TLS_CERTIFICATE", "server.pem"),
                "/health/ready"))
        .isEqualTo("https://127.0.0.1:9/health/ready");
    assertThat(HealthProbe.url(Map.of("ORDER_PIPELINE_HTTP_HOST", "10.0.0.7"), "/x"))
        .isEqualTo("http://10.0.0.7:8080/x");
  }
}
