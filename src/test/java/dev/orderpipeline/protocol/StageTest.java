package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageTest {

  private static final Answer SILENCE = new Answer.Unknown("timeout", false);
  private static final Answer ERROR_500 = new Answer.Unknown("http_500", true);

  private final Task task = new Task();

  /// Whatever a test did: entries inside are calls that have left, or wait for their commit.
  @AfterEach
  void entriesAreBalanced() {
    int inside = List.of(Step.values()).stream().mapToInt(this::inside).sum();
    assertThat(inside).isEqualTo(task.gateways.open().size() + task.staged());
  }

  private int inside(Step step) {
    return task.gateways.gate(step).inside();
  }

  private Phase phase(Step step, String orderId) {
    return task.order(orderId).run(step).orElseThrow().phase();
  }

  @Nested
  class Writing {
    @Test
    void isOnePutAndOneSnapshotATransition() {
      task.place("o-1");
      task.settle();
      task.confirm(Step.CHARGE, "o-1");
      task.confirm(Step.RESERVE, "o-1");
      assertThat(task.writes).containsExactly("put o-1", "put o-1", "delete o-1", "finish o-1");
      assertThat(task.published)
          .extracting(order -> order.state().name())
          .containsExactly(
              StateName.VALIDATING, StateName.CHARGING, StateName.RESERVING, StateName.COMPLETED);
      assertThat(task.published).extracting(Order::version).containsExactly(1, 2, 3, 4);
    }

    @Test
    void putsTheIntentIntoTheSnapshotOfTheStateItIsMadeIn() {
      task.place("o-1");
      StepRun published = task.publishing().getLast().run(Step.CHARGE).orElseThrow();
      assertThat(published.phase()).isEqualTo(new Phase.InFlight(CallKind.SEND, task.now));
      assertThat(published.attempts()).isEqualTo(1);
      assertThat(published.key()).isEqualTo(Task.KEYS.of(Step.CHARGE, "o-1"));
      assertThat(published.payloadHash()).isNotEmpty();
      assertThat(published.firstSentAt()).contains(task.now);
      assertThat(task.publishing().getLast()).isEqualTo(task.order("o-1"));
    }

    @Test
    void publishesNoAttemptsWithinAState() {
      task.place("o-1");
      task.commit();
      task.published.clear();
      for (int i = 0; i < 5; i++) {
        task.answer(Step.CHARGE, "o-1", ERROR_500);
        task.settle();
        task.now = task.now.plus(Duration.ofSeconds(31));
        task.settle();
      }
      assertThat(task.order("o-1").run(Step.CHARGE).orElseThrow().attempts()).isEqualTo(6);
      assertThat(task.published).isEmpty();
    }

    @Test
    void ofAnOrderThatFailsAtOnceIsOneRecordInTheMemory() {
      task.place("o-1", Task.json("o-1", 999_999_999));
      task.commit();
      assertThat(task.writes).containsExactly("finish o-1");
      assertThat(task.published).extracting(Order::version).containsExactly(1, 2);
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.FAILED);
      assertThat(task.capacity.held()).isZero();
    }
  }

  @Nested
  class Calling {
    @Test
    void waitsForTheCommit() {
      task.gateways.onRequest(request -> {
        Order durable = task.committed("o-1");
        assertThat(durable.state().current().orElseThrow().phase())
            .as("the intent of %s", request.idempotencyKey())
            .isInstanceOf(Phase.InFlight.class);
      });
      task.place("o-1");
      task.tick();
      assertThat(task.gateways.requests()).isEmpty();
      assertThat(task.staged()).isEqualTo(1);
      task.commit();
      assertThat(task.gateways.requests()).hasSize(1);
      task.confirm(Step.CHARGE, "o-1");
      assertThat(task.gateways.requests()).hasSize(2);
    }

    @Test
    void isDroppedByAnAbortWithTheIntentAndTheEntry() {
      task.place("o-1");
      task.abort();
      assertThat(task.gateways.requests()).isEmpty();
      assertThat(inside(Step.CHARGE)).isZero();
      assertThat(task.capacity.held()).isZero();
      assertThat(task.active).isEmpty();
      task.commit();
      assertThat(task.gateways.requests()).isEmpty();
    }

    @Test
    void isLeftToTheNextOwnerWhenTheTaskHasGoneBeforeTheCommit() {
      task.place("o-1");
      task.close();
      task.commit();
      assertThat(task.gateways.requests()).isEmpty();
      assertThat(inside(Step.CHARGE)).isZero();
      task.start();
      task.settle();
      assertThat(task.gateways.requests()).hasSize(1);
    }

    @Test
    void doesNotHappenOnceItIsTooLate() {
      task.place("o-1");
      task.now = task.now.plus(MachinePolicy.DEFAULT.answerWithin());
      task.commit();
      assertThat(task.gateways.requests()).isEmpty();
      assertThat(inside(Step.CHARGE)).isZero();
      task.settle();
      task.now = task.now.plus(Duration.ofSeconds(31));
      task.settle();
      assertThat(task.gateways.requests()).hasSize(1);
    }

    @Test
    void sendsTheSameBytesUnderTheSameKeyEveryTime() {
      task.place("o-1");
      task.commit();
      for (int i = 0; i < 3; i++) {
        task.answer(Step.CHARGE, "o-1", SILENCE);
        task.settle();
        task.now = task.now.plus(Duration.ofSeconds(31));
        task.settle();
        task.restart();
        task.settle();
        task.gateways.answer(task.gateways.open().getFirst(), SILENCE);
      }
      List<GatewayRequest> requests = task.gateways.requests();
      assertThat(requests).hasSizeGreaterThan(6);
      assertThat(requests)
          .allSatisfy(request -> {
            assertThat(request.idempotencyKey()).isEqualTo(Task.KEYS.of(Step.CHARGE, "o-1"));
            assertThat(request.body()).isEqualTo(requests.getFirst().body());
          });
      task.gateways.open().stream().toList().forEach(call -> task.gateways.answer(call, SILENCE));
    }
  }

  @Nested
  class Parking {
    @Test
    void keepsTheTurnsOfThoseWhoWait() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
      placeMany(5);
      task.gateways.gate(Step.CHARGE).open();
      task.place("o-late");
      assertThat(phase(Step.CHARGE, "o-late")).isInstanceOf(Phase.Parked.class);
      task.settle();
      assertThat(task.gateways.requests())
          .extracting(GatewayRequest::idempotencyKey)
          .containsExactlyElementsOf(keys("o-0", "o-1", "o-2", "o-3", "o-4", "o-late"));
    }

    private List<String> keys(String... orderIds) {
      return List.of(orderIds).stream().map(id -> Task.KEYS.of(Step.CHARGE, id)).toList();
    }

    private void placeMany(int orders) {
      IntStream.range(0, orders).forEach(i -> task.place("o-" + i));
    }

    @Test
    void writesWhyIntoThePublishedSnapshot_andUsesNoAttempt() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.PAUSED);
      task.place("o-1");
      StepRun run = task.publishing().getLast().run(Step.CHARGE).orElseThrow();
      assertThat(run.phase())
          .isEqualTo(new Phase.Parked(CallKind.SEND, ParkReason.PAUSED, task.now));
      assertThat(run.attempts()).isZero();
      assertThat(task.writes).containsExactly("put o-1");
      assertThat(task.events).containsExactly("parked charge PAUSED");
    }

    @Test
    void asksAClosedGateOnceATickHoweverManyWait() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
      placeMany(50);
      assertThat(task.gateways.gate(Step.CHARGE).takeAsked()).isEqualTo(1);
      for (int i = 0; i < 3; i++) {
        task.tick();
        assertThat(task.gateways.gate(Step.CHARGE).takeAsked()).isEqualTo(1);
      }
    }

    /// Refunds and releases wait in the same node.
    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"REFUND", "RELEASE"})
    void asksAClosedGateOnceATickAlsoWhereAnotherIsOpen(Step opened) {
      Step closed = opened == Step.REFUND ? Step.RELEASE : Step.REFUND;
      task.gateways.gate(Step.RELEASE).close(ParkReason.BREAKER_OPEN);
      task.gateways.gate(Step.REFUND).close(ParkReason.BREAKER_OPEN);
      for (int i = 0; i < 10; i++) {
        task.place("o-" + i);
        task.settle();
        if (i < 5) {
          task.confirm(Step.CHARGE, "o-" + i);
        }
        task.cancel("o-" + i);
      }
      task.settle();
      assertThat(phase(Step.RELEASE, "o-0")).isInstanceOf(Phase.Parked.class);
      assertThat(phase(Step.REFUND, "o-9")).isInstanceOf(Phase.Parked.class);
      task.gateways.gate(opened).open();
      task.gateways.gate(closed).takeAsked();
      task.tick();
      assertThat(inside(opened)).isEqualTo(5);
      assertThat(task.gateways.gate(closed).takeAsked()).isEqualTo(1);
    }

    @Test
    void isNotLeftByACommandThatIsRefused_norCountedTwice() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
      placeMany(3);
      task.redrive("o-0");
      assertThat(task.events)
          .containsExactly(
              "parked charge BREAKER_OPEN",
              "parked charge BREAKER_OPEN",
              "parked charge BREAKER_OPEN",
              "refused Redrive of o-0");
      task.gateways.gate(Step.CHARGE).open();
      task.settle();
      assertThat(task.gateways.requests())
          .extracting(GatewayRequest::idempotencyKey)
          .containsExactlyElementsOf(keys("o-0", "o-1", "o-2"));
    }

    @Test
    void lastsWhileTheGateIsFull() {
      task.gateways.gate(Step.CHARGE).limit(2);
      placeMany(5);
      task.settle();
      assertThat(task.gateways.open()).hasSize(2);
      task.confirm(Step.CHARGE, "o-0");
      assertThat(inside(Step.CHARGE)).isEqualTo(2);
      assertThat(task.gateways.requests().stream().filter(r -> r.step() == Step.CHARGE)).hasSize(3);
    }

    @Test
    void endsWithTheOrdersDeadlineOrItsCancelling() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
      placeMany(2);
      task.cancel("o-0");
      assertThat(task.order("o-0").state().name()).isEqualTo(StateName.FAILED);
      task.now = task.now.plus(MachinePolicy.DEFAULT.orderDeadline());
      task.settle();
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.FAILED);
      task.gateways.gate(Step.CHARGE).open();
      task.settle();
      assertThat(task.gateways.requests()).isEmpty();
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.NONE);
    }
  }

  @Nested
  class Recovering {
    @Test
    void makesTheCallInFlightAgainWithoutPublishing() {
      task.place("o-1");
      task.commit();
      int published = task.published.size();
      task.restart();
      task.settle();
      assertThat(task.gateways.requests()).hasSize(2);
      assertThat(task.published).hasSize(published);
      StepRun run = task.order("o-1").run(Step.CHARGE).orElseThrow();
      assertThat(run.attempts()).isEqualTo(1);
      assertThat(run.inDoubt()).isTrue();
    }

    @Test
    void happensOnceHoweverManyNodesAndRecordsBegin() {
      task.place("o-1");
      task.commit();
      task.restart();
      task.place("o-2");
      task.tick();
      task.tick();
      task.commit();
      assertThat(task.gateways.requests()).hasSize(3);
    }

    @Test
    void givesTheTimersBack() {
      task.place("o-1");
      task.commit();
      task.answer(Step.CHARGE, "o-1", new Answer.NotSent("connection_refused"));
      task.settle();
      task.restart();
      task.settle();
      assertThat(task.gateways.requests()).hasSize(1);
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.SLOW);
      task.now = task.now.plus(Duration.ofMillis(200));
      task.settle();
      assertThat(task.gateways.requests()).hasSize(2);
    }

    @Test
    void asksTheGateForThoseWhoWereParked() {
      task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
      for (int i = 0; i < 20; i++) {
        task.place("o-" + i);
      }
      task.settle();
      task.gateways.gate(Step.CHARGE).takeAsked();
      task.restart();
      task.tick();
      assertThat(task.gateways.gate(Step.CHARGE).takeAsked()).isLessThanOrEqualTo(2);
      task.gateways.gate(Step.CHARGE).open();
      task.settle();
      assertThat(task.gateways.requests()).hasSize(20);
    }

    @Test
    void leavesSuspendedOrdersToThePeopleWhoHaveThem() {
      suspended("o-1");
      int requests = task.gateways.requests().size();
      task.restart();
      task.now = task.now.plus(Duration.ofDays(7));
      task.settle();
      assertThat(task.gateways.requests()).hasSize(requests);
      assertThat(task.wanted(StageName.COMPENSATE)).isEqualTo(Tick.NONE);
    }

    @Test
    void countsItsOrdersAgain() {
      task.place("o-1");
      task.place("o-2");
      task.commit();
      suspended("o-3");
      assertThat(task.capacity.held()).isEqualTo(2);
      task.restart();
      task.settle();
      assertThat(task.capacity.held()).isEqualTo(2);
      task.close();
      task.close();
      assertThat(task.capacity.held()).isZero();
      task.start();
    }

    @Test
    void endsAnOrderWhoseDeadlineHasPassedMeanwhile() {
      task.place("o-1");
      task.commit();
      task.close();
      task.now = task.now.plus(Duration.ofHours(1));
      task.start();
      task.settle();
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
      task.confirm(Step.REFUND, "o-1");
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.FAILED);
      assertThat(task.published).extracting(Order::version).containsExactly(1, 2, 3, 4);
    }
  }

  private void suspended(String orderId) {
    task.place(orderId);
    task.settle();
    task.cancel(orderId);
    task.settle();
    task.answer(Step.REFUND, orderId, new Answer.Declined("no", "no"));
    task.settle();
    assertThat(task.order(orderId).suspended()).isPresent();
  }

  @Nested
  class Answers {
    @Test
    void toAClosedTaskAreDropped() {
      task.place("o-1");
      task.commit();
      var call = task.gateways.open().getFirst();
      task.restart();
      task.settle();
      task.gateways.answer(call, Task.confirmed(Step.CHARGE));
      task.settle();
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.CHARGING);
      task.confirm(Step.CHARGE, "o-1");
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.RESERVING);
    }

    @Test
    void toAnOrderThatHasGoneOnAreCountedAsLate() {
      task.place("o-1");
      task.commit();
      var call = task.gateways.open().getFirst();
      task.cancel("o-1");
      task.settle();
      task.gateways.answer(call, Task.confirmed(Step.CHARGE));
      task.settle();
      assertThat(task.events).contains("late Answered of o-1");
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
    }

    @Test
    void thatNeverComeAreGivenUp() {
      task.place("o-1");
      task.settle();
      task.now = task.now.plus(MachinePolicy.DEFAULT.answerWithin());
      task.settle();
      StepRun run = task.order("o-1").run(Step.CHARGE).orElseThrow();
      assertThat(run.phase()).isInstanceOf(Phase.Waiting.class);
      assertThat(run.inDoubt()).isTrue();
    }

    @Test
    void areWhatAFastTickIsFor() {
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.NONE);
      task.place("o-1");
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.FAST);
      task.settle();
      task.answer(Step.CHARGE, "o-1", SILENCE);
      task.settle();
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.SLOW);
      task.now = task.now.plus(Duration.ofSeconds(1));
      task.settle();
      task.confirm(Step.CHARGE, "o-1");
      assertThat(task.wanted(StageName.CHARGE)).isEqualTo(Tick.NONE);
      task.confirm(Step.RESERVE, "o-1");
      for (StageName name : StageName.values()) {
        assertThat(task.wanted(name)).as("%s when all is done", name).isEqualTo(Tick.NONE);
      }
    }
  }

  @Nested
  class Suspending {
    @Test
    void releasesCapacity_andRedrivingTakesItAgain() {
      suspended("o-1");
      assertThat(task.capacity.held()).isZero();
      task.redrive("o-1");
      assertThat(task.capacity.held()).isEqualTo(1);
      task.settle();
      task.confirm(Step.REFUND, "o-1");
      assertThat(task.capacity.held()).isZero();
      assertThat(task.order("o-1").state().name()).isEqualTo(StateName.FAILED);
    }

    @Test
    void writesADeadLetterThatHoldsTheOrder() {
      suspended("o-1");
      DeadLetter letter = task.deadLetters.getLast();
      Order order = task.order("o-1");
      assertThat(letter.id()).isEqualTo(order.suspended().orElseThrow().deadLetterId());
      assertThat(letter.reason()).isEqualTo("compensation_declined");
      assertThat(letter.orderId()).contains("o-1");
      assertThat(letter.value().orElseThrow()).isEqualTo(task.active.get("o-1"));
      assertThat(task.published.getLast()).isEqualTo(order);
    }
  }
}
