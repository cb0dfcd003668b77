package dev.orderpipeline.operations.recovery;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.replay.Fate;
import dev.orderpipeline.operations.replay.KnownOrders;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the topics say before anything is changed.
///
/// @param orders on the topics of states
/// @param plan what becomes of them
/// @param unstarted positions of records on `orders.placed` that the pipeline had read and that
///   left no trace: their orders waited for capacity
/// @param unread records that the pipeline has not read yet, by topic
public record Survey(
    KnownOrders orders, RecoveryPlan plan, Set<String> unstarted, Map<String, Long> unread) {

  /// How many orders of each state meet each fate.
  public Map<RecoveryPlan.Fate, Map<StateName, Long>> counts() {
    return plan.counts(orders);
  }

  /// Why these orders must not be brought into this pipeline.
  Optional<String> refusal(RecoverySetup setup) {
    return strangers(setup.pipelineId()).or(() -> undrained(setup));
  }

  private Optional<String> strangers(String pipelineId) {
    return orders
        .someKey()
        .filter(some ->
            !some.key().equals(new IdempotencyKeys(pipelineId).of(Step.CHARGE, some.orderId())))
        .map(some ->
            ("order %s was charged under a key that the pipeline %s does not use: set pipeline-id"
                    + " (ORDER_PIPELINE_PIPELINE_ID) to that of the pipeline whose orders these are")
                .formatted(some.orderId(), pipelineId));
  }

  private Optional<String> undrained(RecoverySetup setup) {
    return unread.entrySet().stream()
        .filter(topic -> topic.getValue() > 0 && !topic.getKey().equals(setup.topics().placed()))
        .findFirst()
        .map(topic ->
            ("%d records on %s have not been read by the pipeline %s: run it on the old topics"
                    + " until they have (lag 0), stop it, and recover then")
                .formatted(topic.getValue(), topic.getKey(), setup.pipelineId()));
  }

  /// Adds up what is found on `orders.placed`.
  static final class Unstarted {
    final Set<String> positions = new HashSet<>();
    final Map<String, Long> unread = new TreeMap<>();

    void add(TopicRecord record, Fate fate) {
      switch (fate) {
        case RUNS, TOO_OLD -> positions.add(record.position());
        case NOT_READ_YET -> unread.merge(record.topic(), 1L, Long::sum);
        case FINISHED, IN_PROGRESS, REPEATED, DEAD_LETTERED, NO_ORDER -> {
          // Accounted for.
        }
      }
    }
  }
}
