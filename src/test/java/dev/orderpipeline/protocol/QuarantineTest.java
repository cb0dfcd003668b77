package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Errors that no code foresaw, thrown by the decider for one order among others.
class QuarantineTest {

  private BiPredicate<Order, Input> poison = (_, _) -> false;
  private final Task task = new Task(1000, MachinePolicy.DEFAULT, Poisoned::new);

  @Test
  void aRecordThatCannotBeProcessedBecomesADeadLetterWhenItComesAgain() {
    poison = (order, _) -> order.orderId().equals("bad");
    task.place("good-1");
    assertThat(task.surviving(() -> task.place("bad"))).isTrue();
    task.placeAgain(0, "good-1", Task.json("good-1", 4990));
    task.placeAgain(1, "bad", Task.json("bad", 4990));
    task.place("good-2");
    task.commit();
    assertThat(task.deadLetters)
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.reason()).isEqualTo("processing_failed");
          assertThat(letter.message()).isEqualTo("processing it failed: poison");
          assertThat(letter.orderId()).contains("bad");
          assertThat(letter.value()).isPresent();
        });
    assertThat(task.active).containsOnlyKeys("good-1", "good-2");
  }

  @Test
  void aCommandThatCannotBeProcessedBecomesADeadLetterAndItsOrderGoesOn() {
    poison = (_, input) -> input instanceof Input.Cancel;
    task.place("o-1");
    task.commit();
    String cancel = "{\"command\":\"cancel\",\"by\":\"ops\"}";
    assertThat(task.surviving(() -> task.commandAt(7, "o-1", cancel))).isTrue();
    task.commandAt(7, "o-1", cancel);
    task.settle();
    assertThat(task.deadLetters)
        .singleElement()
        .satisfies(letter -> assertThat(letter.reason()).isEqualTo("processing_failed"));
    finish("o-1");
  }

  @Test
  void anOrderThatCannotBeMovedIsLeftAsItIsAndTriedAgainLater() {
    poison = (order, input) -> order.orderId().equals("bad") && input instanceof Input.Answered;
    task.place("bad");
    task.place("good");
    task.commit();
    byte[] before = task.active.get("bad");
    assertThat(task.surviving(() -> answer("bad"))).isTrue();
    task.settle();
    assertThat(task.active.get("bad")).isEqualTo(before);
    assertThat(task.deadLetters).isEmpty();
    Instant failedAt = task.now;
    task.now = failedAt.plusSeconds(2);
    task.settle();
    finish("good");

    poison = (_, _) -> false;
    task.now = failedAt.plus(Quarantine.FIRST_WAIT).minusMillis(1);
    task.settle();
    assertThat(task.active.get("bad")).isEqualTo(before);
    task.now = task.now.plusMillis(1);
    task.settle();
    // Where a restart would take it up: the call is made again, with the same key.
    assertThat(task.active.get("bad")).isNotEqualTo(before);
    task.now = task.now.plusSeconds(2);
    task.settle();
    finish("bad");
  }

  @Test
  void anOrderThatCannotEvenBeTakenUpDoesNotKeepOthersFromIt() {
    task.place("bad");
    task.place("good");
    task.commit();
    poison = (order, input) -> order.orderId().equals("bad") && input instanceof Input.Restarted;
    task.abort();
    assertThat(task.surviving(task::tick)).isTrue();
    task.tick();
    task.commit();
    task.now = task.now.plusSeconds(2);
    task.settle();
    finish("good");
  }

  @Test
  void waitsLongerEachTimeUpToALimit() {
    Culprit bad = new Culprit.Moved("bad");
    long before = 0;
    for (int i = 0; i < 12; i++) {
      assertThat(task.quarantine.note(bad, "x")).isTrue();
      Instant until = task.quarantine.heldUntil("bad").orElseThrow();
      long wait = until.getEpochSecond() - task.now.getEpochSecond();
      assertThat(wait)
          .isGreaterThanOrEqualTo(before)
          .isBetween(Quarantine.FIRST_WAIT.toSeconds(), Quarantine.LONGEST_WAIT.toSeconds());
      before = wait;
      task.now = until;
      assertThat(task.quarantine.heldUntil("bad")).isEmpty();
    }
    assertThat(before).isEqualTo(Quarantine.LONGEST_WAIT.toSeconds());
  }

  @Test
  void givesUpOnARecordThatFailsInQuarantineAndOnAStorm() {
    Culprit record = new Culprit.Input(new SourcePosition("orders.placed", 0, 7));
    assertThat(task.quarantine.note(record, "x")).isTrue();
    assertThat(task.quarantine.note(record, "x")).isFalse();
    int most = BrakeLimits.DEFAULTS.failuresThatStop();
    for (int i = 2; i < most; i++) {
      assertThat(task.quarantine.note(new Culprit.Moved("o-" + i), "x")).isTrue();
    }
    assertThat(task.quarantine.note(new Culprit.Moved("last"), "x")).isFalse();
  }

  private void answer(String orderId) {
    task.confirm(Step.CHARGE, orderId);
    task.tick();
  }

  private void finish(String orderId) {
    task.confirm(Step.CHARGE, orderId);
    task.settle();
    task.confirm(Step.RESERVE, orderId);
    task.settle();
    assertThat(task.finished).containsKey(orderId);
  }

  private final class Poisoned implements Decider {
    private final Decider machine;

    Poisoned(Decider machine) {
      this.machine = machine;
    }

    @Override
    public Order admit(
        OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now) {
      return machine.admit(placed, source, traceparent, now);
    }

    @Override
    public Decision decide(Order order, Input input, Instant now) {
      if (poison.test(order, input)) {
        throw new IllegalStateException("secret content");
      }
      return machine.decide(order, input, now);
    }

    @Override
    public Optional<Instant> wakeUpAt(Order order) {
      return machine.wakeUpAt(order);
    }
  }
}
