package dev.orderpipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.PipelineEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadScopeTest {

  @Test
  void howLongACommitTookPutsOffTheNext() {
    CommitCadence cadence = new CommitCadence(Duration.ofMillis(4), Duration.ofDays(2));
    ThreadScope scope =
        new ThreadScope(
            new IntentOutbox((_, _) -> {}),
            new CommittedOrders().changes(),
            cadence,
            new StagedEvents(PipelineEvents.NONE));
    scope.transactionCommitted(Duration.ofHours(10).toNanos());
    cadence.wrote();
    cadence.waited();
    long now = System.nanoTime();
    assertThat(cadence.isDue(now + Duration.ofHours(19).toNanos())).isFalse();
    assertThat(cadence.isDue(now + Duration.ofHours(20).toNanos())).isTrue();
  }
}
