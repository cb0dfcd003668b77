package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders on a real broker and real HTTP.
class PipelineIT {

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void anOrderIsChargedReservedAndCompleted() throws IOException {
    try (World world = new World(broker, dir, "happy", 2)) {
      world.start();
      world.place("o-1");
      world.awaitOutcomes(1);
      TopicRecord outcome = world.read(world.topics().completed()).getFirst();
      assertThat(outcome.headers())
          .containsEntry("ce_specversion", "1.0")
          .containsEntry("ce_id", "o-1:4")
          .containsEntry("ce_type", "order.completed.v1")
          .containsEntry("ce_subject", "o-1")
          .containsEntry("content-type", "application/json");
      assertThat(new String(outcome.value().orElseThrow(), UTF_8))
          .contains("\"state\":\"COMPLETED\"", "\"previousState\":\"RESERVING\"", "\"version\":4");
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(1);
      assertThat(world.ledger(Effect.RESERVE)).hasSize(1);
    }
  }
}
