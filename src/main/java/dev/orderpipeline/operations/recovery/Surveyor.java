package dev.orderpipeline.operations.recovery;

import dev.orderpipeline.operations.replay.KnownOrders;
import dev.orderpipeline.operations.replay.ReplayPlanner;
import dev.orderpipeline.operations.replay.TopicScan;
import dev.orderpipeline.stream.topics.GroupAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Reads the topics and says what is there; changes nothing.
final class Surveyor {

  private final RecoverySetup setup;
  private final TopicScan scan;
  private final GroupAdmin group;

  Surveyor(RecoverySetup setup, TopicScan scan, GroupAdmin group) {
    this.setup = setup;
    this.scan = scan;
    this.group = group;
  }

  Survey survey() {
    KnownOrders orders = new KnownOrders(setup.mostOrders());
    Set<String> deadLettered = new HashSet<>();
    for (TopicNames topics : setup.sources()) {
      scan.read(topics.states(), orders::add);
      scan.deadLettered(topics, deadLettered);
    }
    Survey.Unstarted unstarted = new Survey.Unstarted();
    for (TopicNames topics : setup.sources()) {
      look(topics, orders, deadLettered, unstarted);
    }
    return new Survey(
        orders,
        new RecoveryPlan(setup.memory(), setup.resendWindow(), setup.clock().instant()),
        unstarted.positions,
        unstarted.unread);
  }

  private void look(
      TopicNames topics, KnownOrders orders, Set<String> deadLettered, Survey.Unstarted found) {
    ReplayPlanner planner =
        new ReplayPlanner(
            new ReplayPlanner.Knowledge(
                orders,
                deadLettered,
                scan.published(setup.sources()),
                consumed(topics),
                setup.resendWindow()),
            setup.clock().instant());
    scan.read(
        topics.placed(),
        record -> {
          var judged = planner.judge(record);
          found.add(record, judged.fate());
        });
  }

  /// A group that has no offsets here has lost them, or comes from elsewhere: what lies here was
  /// read by the pipeline that wrote the topics of states.
  private Map<Integer, Long> consumed(TopicNames topics) {
    Map<Integer, Long> consumed = group.consumed(topics.placed());
    return consumed.isEmpty() ? group.ends(topics.placed()) : consumed;
  }
}
