package dev.orderpipeline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private final Task task = new Task();

  @Test
  void anUnknownOrderStarts() {
    task.place("o-1");
    task.commit();
    assertThat(task.published)
        .extracting(Order::version, order -> order.state().name())
        .containsExactly(tuple(1, StateName.VALIDATING), tuple(2, StateName.CHARGING));
    assertThat(task.deadLetters).isEmpty();
  }

  @Test
  void whatIsNoOrderBecomesADeadLetterWithItsOriginalBytes() {
    byte[] bytes = {'{', (byte) 0xFF, 0};
    task.placed(Task.input("orders.placed", 41, "o-1", bytes, task.now));
    DeadLetter letter = task.lettering().getFirst();
    assertThat(letter.id()).isEqualTo("orders.placed-0-41");
    assertThat(letter.reason()).isEqualTo("not_json");
    assertThat(letter.orderId()).contains("o-1");
    assertThat(letter.key().orElseThrow()).isEqualTo("o-1".getBytes(UTF_8));
    assertThat(letter.value().orElseThrow()).isSameAs(bytes);
    assertThat(letter.source().orElseThrow().position().offset()).isEqualTo(41);
    task.placed(Task.input("orders.placed", 42, null, null, task.now));
    assertThat(task.lettering().getLast().reason()).isEqualTo("tombstone");
    assertThat(task.lettering().getLast().key()).isEmpty();
    assertThat(task.writes).isEmpty();
  }

  @Test
  void aDuplicateIsCountedAndChangesNothing() {
    task.place("o-1");
    List<String> writes = List.copyOf(task.writes);
    task.place("o-1", " " + Task.json("o-1", 4990));
    assertThat(task.events).containsExactly("duplicate o-1");
    assertThat(task.writes).isEqualTo(writes);

    task.settle();
    task.confirm(Step.CHARGE, "o-1");
    task.confirm(Step.RESERVE, "o-1");
    task.place("o-1");
    assertThat(task.events).containsExactly("duplicate o-1", "duplicate o-1");
    assertThat(task.gateways.requests()).hasSize(2);
  }

  @Test
  void otherContentUnderAKnownIdIsADeadLetter() {
    task.place("o-1");
    task.place("o-1", Task.json("o-1", 5000));
    assertThat(task.lettering()).hasSize(1);
    assertThat(task.lettering().getFirst().reason()).isEqualTo("conflicting_duplicate");
    assertThat(task.lettering().getFirst().message()).contains("orders.placed-0@0");
    task.settle();
    task.confirm(Step.CHARGE, "o-1");
    task.confirm(Step.RESERVE, "o-1");
    task.place("o-1", Task.json("o-1", 5000));
    assertThat(task.lettering()).hasSize(1);
    assertThat(task.order("o-1").placed().amount().value()).isEqualTo(4990);
  }

  @Test
  void theRecordThatStartedTheOrderIsPassedOverInSilenceWhenReadAgain() {
    long offset = task.place("o-1");
    task.commit();
    List<String> writes = List.copyOf(task.writes);
    task.placeAgain(offset, "o-1", Task.json("o-1", 4990));
    assertThat(task.events).isEmpty();
    assertThat(task.writes).isEqualTo(writes);
    assertThat(task.publishing()).isEmpty();
    assertThat(task.lettering()).isEmpty();
  }

  @Test
  void anUnknownRecordOlderThanTheMemoryIsNotStarted() {
    task.place(1, "o-1", Task.json("o-1", 4990), task.now.minus(Task.MEMORY).minusMillis(1));
    assertThat(task.lettering().getFirst().reason()).isEqualTo("older_than_memory");
    assertThat(task.writes).isEmpty();
    task.place(2, "o-2", Task.json("o-2", 4990), task.now.minus(Task.MEMORY));
    assertThat(task.order("o-2").state().name()).isEqualTo(StateName.CHARGING);
  }

  @Test
  void aRedrivenRecordOlderThanTheGatewaysKeysMakesNoCallAndIsADeadLetterAgain() {
    task.again("o-1", Task.json("o-1", 4990), redriven(task.now.minus(Duration.ofHours(25))));
    DeadLetter letter = task.lettering().getFirst();
    assertThat(letter.reason()).isEqualTo("older_than_key_retention");
    assertThat(letter.message()).contains("new orderId");
    assertThat(letter.source().orElseThrow().origin().orElseThrow())
        .extracting(Origin::redriveOf, Origin::redriveCount)
        .containsExactly(Optional.of("orders.placed-0-7"), 1);
    task.settle();
    assertThat(task.writes).isEmpty();
    assertThat(task.published).isEmpty();
    assertThat(task.gateways.requests()).isEmpty();
  }

  @Test
  void aRedrivenRecordThatTheGatewaysStillRememberStarts() {
    Duration window = MachinePolicy.DEFAULT.resendWindow();
    task.again("o-1", Task.json("o-1", 4990), redriven(task.now.minus(window)));
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.CHARGING);
    task.again("o-2", Task.json("o-2", 4990), redriven(task.now.minus(window).minusMillis(1)));
    assertThat(task.lettering())
        .extracting(DeadLetter::reason)
        .containsExactly("older_than_key_retention");
  }

  @Test
  void aRecordThatWaitedInItsTopicIsNotTakenForOneThatWasPublishedAgain() {
    task.place(1, "o-1", Task.json("o-1", 4990), task.now.minus(Duration.ofHours(25)));
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.CHARGING);
  }

  @Test
  void aHeaderThatClaimsALaterTimeThanTheRecordsOwnIsNotBelieved() {
    Instant appended = task.now.minus(Duration.ofHours(25));
    task.placed(again("o-1", appended, redriven(task.now)));
    task.placed(again("o-2", task.now.minus(Task.MEMORY).minusMillis(1), redriven(task.now)));
    assertThat(task.lettering())
        .extracting(DeadLetter::reason)
        .containsExactly("older_than_key_retention", "older_than_memory");
    assertThat(task.writes).isEmpty();
  }

  @Test
  void aRedrivenRecordWhoseOriginalIsOlderThanTheMemorySaysSo() {
    task.again("o-1", Task.json("o-1", 4990), redriven(task.now.minus(Task.MEMORY).minusMillis(1)));
    assertThat(task.lettering())
        .extracting(DeadLetter::reason)
        .containsExactly("older_than_memory");
  }

  @Test
  void anOldRedrivenRecordOfAKnownOrderIsADuplicateAllTheSame() {
    task.place("o-1");
    task.again("o-1", Task.json("o-1", 4990), redriven(task.now.minus(Duration.ofDays(2))));
    assertThat(task.events).containsExactly("duplicate o-1");
  }

  /// With a deadline of days it could be called for long after the gateways have forgotten what it
  /// may have been charged under before.
  @Test
  void aRedrivenOrderIsNotCalledForOnceItsKeyMayBeForgottenHoweverLongItWaited() {
    Task small = new Task(1, patient());
    small.place("o-1");
    Instant original = small.now.minus(patient().resendWindow()).plus(Duration.ofHours(1));
    small.again("o-2", Task.json("o-2", 4990), redriven(original));
    assertThat(small.order("o-2").state().name()).isEqualTo(StateName.PENDING);
    waitForTwoHours(small);
    assertThat(small.order("o-2").state().name()).isEqualTo(StateName.FAILED);
    assertThat(small.gateways.requests())
        .extracting(request -> request.idempotencyKey())
        .doesNotContain(Task.KEYS.of(Step.CHARGE, "o-2"));
  }

  @Test
  void aRedrivenOrderThatGetsItsTurnInTimeIsCalledFor() {
    Task small = new Task(1, patient());
    small.place("o-1");
    Instant original = small.now.minus(patient().resendWindow()).plus(Duration.ofHours(3));
    small.again("o-2", Task.json("o-2", 4990), redriven(original));
    waitForTwoHours(small);
    finish(small, "o-2");
  }

  /// Behind the one that has the place.
  private static void waitForTwoHours(Task task) {
    task.settle();
    task.now = task.now.plus(Duration.ofHours(2));
    task.confirm(Step.CHARGE, "o-1");
    task.confirm(Step.RESERVE, "o-1");
    task.settle();
  }

  private static MachinePolicy patient() {
    MachinePolicy usual = MachinePolicy.DEFAULT;
    return new MachinePolicy(
        usual.forward(),
        usual.compensation(),
        Duration.ofDays(3),
        usual.keyRetention(),
        usual.keyRetentionMargin(),
        usual.maxQueries(),
        usual.answerWithin());
  }

  private static Origin redriven(Instant original) {
    return new Origin(Optional.of(original), Optional.of("orders.placed-0-7"), 1, Optional.empty());
  }

  private static InputRecord again(String orderId, Instant appended, Origin origin) {
    InputRecord input =
        Task.input(
            "orders.placed", 99, orderId, Task.json(orderId, 4990).getBytes(UTF_8), appended);
    return new InputRecord(
        input.position(),
        input.timestamp(),
        input.key(),
        input.value(),
        input.traceparent(),
        Optional.of(origin));
  }

  @Test
  void anOldRecordOfAKnownOrderIsADuplicateAllTheSame() {
    task.place("o-1");
    task.place(9, "o-1", Task.json("o-1", 4990), task.now.minus(Duration.ofDays(99)));
    assertThat(task.events).containsExactly("duplicate o-1");
  }

  @Test
  void aFinishedOrderIsForgottenNoEarlierThanItsRecordIsTooOld() {
    task.place("o-1");
    task.settle();
    task.confirm(Step.CHARGE, "o-1");
    task.confirm(Step.RESERVE, "o-1");
    var appended = task.now;
    for (int hours = 0; hours < 100; hours++) {
      task.now = appended.plus(Duration.ofHours(hours)).plusMillis(hours % 2);
      task.place(5, "o-1", Task.json("o-1", 4990), appended);
    }
    assertThat(task.gateways.requests()).hasSize(2);
    assertThat(task.published).hasSize(4);
  }

  @Test
  void withoutCapacityOrdersWaitAndAreLetInFirstComeFirstServed() {
    Task small = new Task(2);
    List.of("o-1", "o-2", "o-3", "o-4", "o-5").forEach(small::place);
    small.commit();
    assertThat(small.capacity.held()).isEqualTo(2);
    assertThat(small.capacity.hasRoom()).isFalse();
    assertThat(small.order("o-3").state().name()).isEqualTo(StateName.PENDING);
    assertThat(small.published).extracting(Order::orderId).doesNotContain("o-3", "o-4", "o-5");
    assertThat(small.wanted(StageName.ADMIT)).isEqualTo(Tick.SLOW);

    finish(small, "o-2");
    assertThat(small.order("o-3").state().name()).isEqualTo(StateName.CHARGING);
    assertThat(small.order("o-4").state().name()).isEqualTo(StateName.PENDING);
    finish(small, "o-1");
    finish(small, "o-3");
    assertThat(small.order("o-5").state().name()).isEqualTo(StateName.CHARGING);
    finish(small, "o-4");
    finish(small, "o-5");
    assertThat(small.capacity.held()).isZero();
    assertThat(small.wanted(StageName.ADMIT)).isEqualTo(Tick.NONE);
  }

  @Test
  void aNewcomerDoesNotOvertakeThoseWhoWait() {
    Task small = new Task(1);
    small.place("o-1");
    small.place("o-2");
    small.commit();
    small.answer(Step.CHARGE, "o-1", new Answer.Declined("no", "no"));
    small.tickStagesOnly();
    assertThat(small.capacity.held()).isZero();
    small.place("o-3");
    assertThat(small.order("o-3").state().name()).isEqualTo(StateName.PENDING);
    small.settle();
    assertThat(small.order("o-2").state().name()).isEqualTo(StateName.CHARGING);
  }

  @Test
  void thoseWhoWaitKeepTheirTurnsOverARestart() {
    Task small = new Task(1);
    small.place("z-first");
    for (int i = 0; i < 20; i++) {
      small.place("o-" + (37 * i % 20));
    }
    small.settle();
    small.restart();
    small.settle();
    finish(small, "z-first");
    for (int i = 0; i < 20; i++) {
      String next = "o-" + (37 * i % 20);
      assertThat(small.order(next).state().name()).as(next).isEqualTo(StateName.CHARGING);
      finish(small, next);
    }
  }

  private static void finish(Task task, String orderId) {
    task.settle();
    task.confirm(Step.CHARGE, orderId);
    task.confirm(Step.RESERVE, orderId);
    assertThat(task.order(orderId).state().name()).isEqualTo(StateName.COMPLETED);
  }

  @Test
  void aCommandReachesTheOrderWhereverItIs() {
    task.place("o-1");
    task.commit();
    task.cancel("o-1");
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
  }

  @Test
  void aPendingOrderIsCancelledOnceHoweverOftenTheCommandIsRead() {
    Task small = new Task(1);
    small.place("o-1");
    small.place("o-2");
    small.commandAt(7, "o-2", "{\"command\":\"cancel\",\"by\":\"ops\"}");
    small.commandAt(7, "o-2", "{\"command\":\"cancel\",\"by\":\"ops\"}");
    assertThat(small.order("o-2").cancelledBy()).contains("ops");
    finish(small, "o-1");
    assertThat(small.order("o-2").state().name()).isEqualTo(StateName.FAILED);
    assertThat(small.gateways.requests()).hasSize(2);
  }

  @Test
  void aCommandThatAPendingOrderRefusesIsCounted() {
    Task small = new Task(1);
    small.place("o-1");
    small.place("o-2");
    small.redrive("o-2");
    assertThat(small.events).containsExactly("refused Redrive of o-2");
  }

  @Test
  void aCommandForNobodyIsADeadLetter() {
    task.cancel("o-1");
    task.commandAt(8, null, "{\"command\":\"cancel\",\"by\":\"ops\"}");
    task.command("o-1", "{\"command\":\"dance\",\"by\":\"ops\"}");
    task.place("o-2");
    task.settle();
    task.answer(Step.CHARGE, "o-2", new Answer.Declined("no", "no"));
    task.settle();
    task.cancel("o-2");
    task.commit();
    assertThat(task.deadLetters)
        .extracting(DeadLetter::reason)
        .containsExactly(
            "command_not_applicable",
            "command_not_applicable",
            "malformed_command",
            "command_not_applicable");
    assertThat(task.deadLetters.getLast().message()).contains("FAILED");
  }
}
