package dev.orderpipeline.operations.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What stands on the operations topic while a recovery goes on, and after it.
class RecoveryWordsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RecoveryWords words =
      new RecoveryWords(new TopicNames("orders."), "ann", "topics deleted", () -> NOW);
  private final Map<String, Map<String, JsonNode>> said = new HashMap<>();

  @Test
  void theInputIsClosedForItAndOpenedAfterIt() {
    say(words.begin("r-1", List.of(), heard().closed()));
    assertThat(intake().open()).isFalse();
    assertThat(intake().kind()).isEqualTo(IntakeWord.Kind.RECOVERY);
    assertThat(heard().underway()).contains("r-1");
    say(words.end("r-1", List.of(), 5, heard().closed()));
    assertThat(intake().open()).isTrue();
    assertThat(heard().underway()).isEmpty();
  }

  @Test
  void whatABrakeHadClosedStaysClosed() {
    IntakeWord brake =
        new IntakeWord(false, IntakeWord.Kind.BRAKE, NOW, NOW, "instance one", "9 failures");
    said.put("intake", new HashMap<>(Map.of("all", brake.json())));
    say(words.begin("r-1", List.of(), heard().closed()));
    assertThat(intake().kind()).isEqualTo(IntakeWord.Kind.RECOVERY);
    // It goes on in another process, which knows only what is on the topic.
    say(List.of(words.running("r-1", List.of(), 3, heard().closed())));
    say(words.end("r-1", List.of(), 5, heard().closed()));
    assertThat(intake()).isEqualTo(brake);
  }

  private RecoveryWords.Heard heard() {
    return words.heard(said);
  }

  private IntakeWord intake() {
    return IntakeWord.read(said.getOrDefault("intake", Map.of()).get("all"), NOW).orElseThrow();
  }

  private void say(List<OutgoingRecord> records) {
    for (OutgoingRecord record : records) {
      String[] subject = text(record.key()).split("/", 2);
      said.computeIfAbsent(subject[0], _ -> new HashMap<>())
          .put(subject[1], json(text(record.value())));
    }
  }

  private static String text(Optional<byte[]> bytes) {
    return new String(bytes.orElseThrow(), UTF_8);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
