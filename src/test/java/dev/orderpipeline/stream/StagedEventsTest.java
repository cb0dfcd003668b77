package dev.orderpipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.PipelineEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagedEventsTest {

  private final List<String> told = new ArrayList<>();

  private final StagedEvents events =
      new StagedEvents(
          new PipelineEvents() {
            @Override
            public void duplicate(String orderId) {
              told.add(orderId);
            }

            @Override
            public void failed(Culprit culprit, String what) {
              told.add(culprit + " " + what);
            }

            @Override
            public void committed(long durationNanos) {
              told.add("committed in " + durationNanos);
            }
          });

  @Test
  void nothingIsToldBeforeTheCommit() {
    events.duplicate("o-1");
    events.duplicate("o-2");
    assertThat(told).isEmpty();
    events.transactionCommitted(5);
    assertThat(told).containsExactly("o-1", "o-2", "committed in 5");
  }

  @Test
  void whatWasRolledBackIsToldOnceItIsDoneAgain() {
    events.duplicate("o-1");
    events.transactionAborted();
    assertThat(told).isEmpty();
    events.duplicate("o-1");
    events.transactionCommitted(5);
    events.transactionCommitted(6);
    assertThat(told).containsExactly("o-1", "committed in 5", "committed in 6");
  }

  /// It is what aborts the transaction, and must be counted for all that.
  @Test
  void aFailureIsToldAtOnce() {
    events.duplicate("o-1");
    events.failed(new Culprit.Moved("o-2"), "broke");
    events.transactionAborted();
    assertThat(told).containsExactly("order o-2 broke");
  }
}
