package dev.orderpipeline.stream.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorSeatIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicNames TOPICS = new TopicNames("seat.");

  @SuppressWarnings("NullAway.Init") // set before all tests
  private EmbeddedBroker broker;

  @BeforeAll
  void start(@TempDir Path dir) {
    broker = EmbeddedBroker.start(dir);
    try (TopicAdmin admin = new TopicAdmin(client(), LIMIT)) {
      assertThat(admin.create(new TopicPlan(TOPICS, 3, OptionalInt.empty()))).isEmpty();
    }
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void writesWhatBelongsTogetherAndSaysWhereItLies() {
    try (OperatorSeat seat = OperatorSeat.take(client(), "seat", "letters")) {
      List<SourcePosition> where =
          seat.write(
              List.of(
                  order("o-1"),
                  OperationsLog.say(TOPICS, "dead-letter", "x-0-1", word("redriven"))));
      assertThat(where).hasSize(2);
      assertThat(read(TOPICS.placed()))
          .anyMatch(record -> record.offset() == where.getFirst().offset());
    }
    assertThat(OperationsLog.read(reader(), TOPICS, "dead-letter", LIMIT))
        .containsEntry("x-0-1", word("redriven"));
  }

  @Test
  void keepsTheLatestWord() {
    try (OperatorSeat seat = OperatorSeat.take(client(), "seat", "words")) {
      seat.write(List.of(OperationsLog.say(TOPICS, "gate", "payments/forward", word("paused"))));
      seat.write(List.of(OperationsLog.say(TOPICS, "gate", "payments/forward", word("open"))));
    }
    assertThat(OperationsLog.read(reader(), TOPICS, "gate", LIMIT))
        .containsExactly(Map.entry("payments/forward", word("open")));
  }

  @Test
  void putsOutWhoeverHadTheSeat() {
    try (OperatorSeat first = OperatorSeat.take(client(), "seat", "contested");
        OperatorSeat second = OperatorSeat.take(client(), "seat", "contested")) {
      second.write(List.of(order("by-second")));
      assertThatThrownBy(() -> first.write(List.of(order("by-first"))))
          .isInstanceOf(OperatorSeat.SeatTaken.class)
          .hasMessageContaining("somebody else has begun to act on contested");
      second.write(List.of(order("by-second-again")));
    }
    assertThat(read(TOPICS.placed()))
        .extracting(record -> record.key().orElse(""))
        .contains("by-second", "by-second-again")
        .doesNotContain("by-first");
  }

  @Test
  void saysWhereKafkaShouldHaveBeen() {
    Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 500);
    assertThatThrownBy(() -> OperatorSeat.take(nowhere, "seat", "letters").close())
        .hasMessageContaining("127.0.0.1:1");
  }

  private static JsonNode word(String status) {
    return JsonNodeFactory.instance.objectNode().put("status", status);
  }

  private static OutgoingRecord order(String id) {
    return new OutgoingRecord(
        TOPICS.placed(),
        Optional.empty(),
        Optional.of(id.getBytes(UTF_8)),
        Optional.of("{}".getBytes(UTF_8)),
        Map.of());
  }

  private List<TopicRecord> read(String topic) {
    List<TopicRecord> records = new ArrayList<>();
    assertThat(reader().read(ReadRequest.committed(List.of(topic), LIMIT), records::add))
        .isInstanceOf(ReadOutcome.Complete.class);
    return records;
  }

  private TopicReader reader() {
    return new TopicReader(client(), System::nanoTime);
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
