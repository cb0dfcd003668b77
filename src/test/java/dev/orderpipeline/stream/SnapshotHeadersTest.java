package dev.orderpipeline.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotHeadersTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aLetterThatCameBackIsLinkedToItsCaseAndToItsFirstRecordsTime() {
    Origin origin =
        new Origin(
            Optional.of(Instant.ofEpochMilli(17)),
            Optional.of("orders.placed-3-17"),
            2,
            Optional.empty());
    assertThat(headers(Optional.of(origin)))
        .containsEntry("dlq_redrive_of", "orders.placed-3-17")
        .containsEntry("dlq_redrive_count", "2")
        .containsEntry("dlq_original_timestamp", "17")
        .doesNotContainKey("dlq_replay_id");
  }

  @Test
  void aLetterThatComesForTheFirstTimeIsLinkedToNothing() {
    assertThat(headers(Optional.empty()))
        .containsEntry("dlq_source_offset", "40")
        .doesNotContainKeys("dlq_redrive_of", "dlq_redrive_count", "dlq_original_timestamp");
  }

  private static Map<String, String> headers(Optional<Origin> origin) {
    InputRecord record =
        new InputRecord(
            new SourcePosition("orders.placed", 3, 40), NOW, null, null, Optional.empty(), origin);
    DeadLetter letter =
        new DeadLetter(
            "orders.placed-3-40",
            "not_json",
            "the record is not well-formed JSON",
            Optional.empty(),
            Optional.of(record),
            Optional.empty(),
            Optional.empty(),
            NOW);
    Map<String, String> texts = new HashMap<>();
    new SnapshotHeaders("test")
        .of(letter)
        .forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }
}
