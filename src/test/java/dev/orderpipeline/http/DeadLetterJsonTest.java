package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {

  @Test
  void saysWhatTheHeadersSayAndNothingOfTheContent() {
    ObjectNode json =
        json(
            "o-1",
            Map.of(
                "dlq_id", "orders.placed-3-17",
                "dlq_reason", "not_json",
                "dlq_message", "the record is not well-formed JSON",
                "dlq_at", "2026-01-02T03:04:05Z",
                "dlq_source_topic", "orders.placed",
                "dlq_source_partition", "3",
                "dlq_source_offset", "17",
                "dlq_source_timestamp", "1767323045000"));
    assertThat(json.path("reason").asText()).isEqualTo("not_json");
    assertThat(json.path("key").asText()).isEqualTo("o-1");
    assertThat(json.path("source").path("offset").asLong()).isEqualTo(17);
    assertThat(json.toString()).doesNotContain("card number");
  }

  @Test
  void copesWithWhateverLiesInTheTopic() {
    ObjectNode json =
        json("k".repeat(500), Map.of("dlq_source_topic", "x", "dlq_source_offset", "1e9"));
    assertThat(json.path("id").asText()).isEqualTo("orders.dead-letter-0@5");
    assertThat(json.path("reason").asText()).isEqualTo("unknown");
    assertThat(json.path("key").asText()).hasSize(129);
    assertThat(json.path("source").has("offset")).isFalse();
  }

  private static ObjectNode json(String key, Map<String, String> headers) {
    return DeadLetterJson.of(
        new TopicRecord(
            "orders.dead-letter",
            0,
            5,
            Instant.EPOCH,
            Optional.of(key),
            Optional.of("a card number".getBytes(UTF_8)),
            headers));
  }
}
