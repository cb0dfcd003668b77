package dev.orderpipeline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A task that has lost everything takes its orders up again from their published snapshots.
class RestoreTest {

  private final SnapshotWriter writer = new SnapshotWriter();
  private final Task old = new Task();
  private final Task task = new Task();

  @Test
  void anOrderInFlightGoesOnWithTheSameKeyAndPublishesNothingTwice() {
    old.place("o-1");
    old.commit();
    restore(latest(old, "o-1"));
    assertThat(task.publishing()).isEmpty();
    task.settle();
    assertThat(task.gateways.requests())
        .extracting(request -> request.idempotencyKey())
        .containsExactly(Task.KEYS.of(Step.CHARGE, "o-1"));
    assertThat(task.gateways.requests().getFirst().body())
        .isEqualTo(old.gateways.requests().getFirst().body());
    task.confirm(Step.CHARGE, "o-1");
    task.confirm(Step.RESERVE, "o-1");
    assertThat(task.published).extracting(Order::version).containsExactly(3, 4);
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPLETED);
    assertThat(task.capacity.held()).isZero();
  }

  @Test
  void aDeclineAfterItDoesNotHideAChargeFromBeforeIt() {
    old.place("o-1");
    old.commit();
    restore(latest(old, "o-1"));
    task.settle();
    task.answer(Step.CHARGE, "o-1", new Answer.Declined("card_declined", "no"));
    task.settle();
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
  }

  /// The snapshot says that the charge never left, since its gate was closed; after it, it may
  /// have.
  @Test
  void aStepThatWasParkedWhenPublishedMayHaveBeenCalledSince() {
    old.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
    old.place("o-1");
    old.commit();
    Order parked = latest(old, "o-1");
    assertThat(parked.run(Step.CHARGE).orElseThrow().firstSentAt()).isEmpty();
    task.now = Task.START.plus(Duration.ofHours(25));
    restore(parked);
    task.settle();
    assertThat(task.gateways.requests())
        .noneMatch(request -> request.idempotencyKey().startsWith("charge"));
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
    task.answer(Step.REFUND, "o-1", new Answer.Confirmed("NOTHING_TO_REFUND", Optional.empty()));
    task.settle();
    assertThat(task.order("o-1").suspended()).isPresent();
  }

  @Test
  void finishedOrdersAreRememberedAndTheirDuplicatesIgnored() {
    finish(old, "o-1");
    restore(latest(old, "o-1"));
    task.place("o-1");
    assertThat(task.events).containsExactly("duplicate o-1");
    task.settle();
    assertThat(task.gateways.requests()).isEmpty();
    assertThat(task.published).isEmpty();
  }

  @Test
  void whatIsKnownToBeAtLeastAsFarIsRefusedAndCounted() {
    old.place("o-1");
    old.commit();
    Order charging = latest(old, "o-1");
    restore(charging);
    restore(charging);
    task.settle();
    task.confirm(Step.CHARGE, "o-1");
    restore(charging);
    task.confirm(Step.RESERVE, "o-1");
    List<String> writes = List.copyOf(task.writes);
    restore(charging);
    restore(task.order("o-1"));
    assertThat(task.events)
        .containsExactlyElementsOf(Collections.nCopies(4, "refused Restore of o-1"));
    assertThat(task.writes).isEqualTo(writes);
    assertThat(task.publishing()).isEmpty();
  }

  @Test
  void aHigherVersionTakesThePlaceOfWhatIsKnown() {
    old.place("o-1");
    old.settle();
    old.confirm(Step.CHARGE, "o-1");
    Order charging = version(old, "o-1", 2);
    restore(charging);
    task.settle();
    restore(latest(old, "o-1"));
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.RESERVING);
    // The answer that the lower version waited for comes late, and its timer may ring.
    task.answer(Step.CHARGE, "o-1", Task.confirmed(Step.CHARGE));
    task.now = task.now.plus(Duration.ofSeconds(30));
    task.settle();
    assertThat(task.order("o-1").version()).isEqualTo(3);
    task.confirm(Step.RESERVE, "o-1");
    assertThat(task.order("o-1").version()).isEqualTo(4);
    assertThat(task.capacity.held()).isZero();
  }

  @Test
  void aParkedOrderThatIsReplacedByItsOutcomeLeavesItsPlace() {
    finish(old, "o-1");
    task.gateways.gate(Step.CHARGE).close(ParkReason.BREAKER_OPEN);
    restore(version(old, "o-1", 2));
    task.settle();
    restore(latest(old, "o-1"));
    task.gateways.gate(Step.CHARGE).open();
    task.settle();
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPLETED);
    assertThat(task.gateways.requests()).isEmpty();
    assertThat(task.capacity.held()).isZero();
  }

  @Test
  void aPendingOrderIsReplacedToo() {
    Task small = new Task(1);
    small.place("o-1");
    small.place("o-2");
    finish(old, "o-2");
    restore(small, latest(old, "o-2"));
    finish(small, "o-1");
    assertThat(small.order("o-2").state().name()).isEqualTo(StateName.COMPLETED);
    assertThat(small.gateways.requests()).hasSize(2);
    assertThat(small.capacity.waiting()).isZero();
  }

  @Test
  void aSuspendedOrderWaitsForItsDecisionAsBefore() {
    old.place("o-1");
    old.settle();
    old.answer(Step.CHARGE, "o-1", new Answer.Rejected("idempotency_key_reused", "no"));
    old.settle();
    Order suspended = latest(old, "o-1");
    restore(suspended);
    task.settle();
    assertThat(task.gateways.requests()).isEmpty();
    assertThat(task.lettering()).isEmpty();
    assertThat(task.order("o-1").suspended()).isEqualTo(suspended.suspended());
    task.redrive("o-1");
    task.settle();
    assertThat(task.gateways.requests()).hasSize(1);
  }

  @Test
  void commandsFromBeforeDoNotApply_butThoseAfterDo() {
    old.place("o-1");
    old.commandAt(900, "o-1", "{\"command\":\"redrive\",\"by\":\"ops\"}");
    old.commit();
    // The new pipeline's topic of commands begins anew: its offsets are lower.
    restore(old.order("o-1"));
    task.settle();
    task.cancel("o-1");
    assertThat(task.order("o-1").state().name()).isEqualTo(StateName.COMPENSATING);
  }

  @Test
  void garbageBecomesADeadLetter() {
    old.place("o-1");
    old.commit();
    String good = command(latest(old, "o-1"));
    task.command("o-2", good);
    task.commandAt(50, null, good);
    task.command("o-1", good.replace("\"key\":\"charge", "\"kay\":\"charge"));
    task.command("o-1", "{\"command\":\"restore\",\"by\":\"ops\"}");
    task.commit();
    assertThat(task.deadLetters)
        .extracting(DeadLetter::reason)
        .containsExactly(
            "malformed_command", "malformed_command", "malformed_command", "malformed_command");
    assertThat(task.writes).isEmpty();
  }

  /// Whatever has happened to a lot of orders: a task that is given their latest snapshots, in any
  /// order and some of them twice, knows them in the same states.
  @Test
  void theLatestSnapshotsOfAllOrdersGiveTheSameBooks() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Task before = new Task();
      for (int i = 0; i < 12; i++) {
        before.place("o-" + i);
      }
      before.settle();
      for (int i = 0; i < 30; i++) {
        happens(before, "o-" + random.nextInt(12), random);
      }
      before.settle();
      List<Order> snapshots = new ArrayList<>(latest(before).values());
      Collections.shuffle(snapshots, random);
      Task after = new Task();
      after.now = before.now;
      snapshots.forEach(order -> restore(after, order));
      snapshots.subList(0, 3).forEach(order -> restore(after, order));
      assertThat(after.publishing()).as("seed %d", seed).isEmpty();
      after.settle();
      after.restart();
      after.settle();
      assertThat(after.published).as("seed %d", seed).isEmpty();
      assertThat(books(after)).as("seed %d", seed).isEqualTo(books(before));
      assertThat(after.capacity.held()).as("seed %d", seed).isEqualTo(before.capacity.held());
      snapshots.forEach(order -> after.place(order.orderId()));
      after.settle();
      assertThat(books(after)).as("seed %d", seed).isEqualTo(books(before));
    }
  }

  private static void happens(Task task, String orderId, Random random) {
    Order order = task.order(orderId);
    order
        .state()
        .current()
        .filter(run ->
            task.gateways.open().stream()
                .anyMatch(call -> call.request().idempotencyKey().equals(run.key())))
        .ifPresent(run -> {
          switch (random.nextInt(6)) {
            case 0 -> task.answer(run.step(), orderId, new Answer.Unknown("timeout", false));
            case 1 -> task.answer(run.step(), orderId, new Answer.Rejected("bad", "no"));
            case 2 -> task.answer(run.step(), orderId, new Answer.Declined("no", "no"));
            default -> task.answer(run.step(), orderId, Task.confirmed(run.step()));
          }
        });
    task.now = task.now.plusMillis(random.nextInt(400));
    task.settle();
  }

  /// Where every order stands: version, state, keys, whether it waits for a person.
  private static Map<String, String> books(Task task) {
    Map<String, String> books = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      Order order = task.order("o-" + i);
      books.put(
          order.orderId(),
          "%d %s %s %s"
              .formatted(
                  order.version(),
                  order.state().name(),
                  order.suspended(),
                  Stream.of(Step.values())
                      .flatMap(step -> order.run(step).stream())
                      .map(run -> run.key())
                      .toList()));
    }
    return books;
  }

  private static void finish(Task task, String orderId) {
    task.place(orderId);
    task.settle();
    task.confirm(Step.CHARGE, orderId);
    task.confirm(Step.RESERVE, orderId);
  }

  private static Map<String, Order> latest(Task task) {
    return task.published.stream()
        .collect(
            Collectors.toMap(
                Order::orderId, Function.identity(), (a, b) -> a.version() > b.version() ? a : b));
  }

  private static Order latest(Task task, String orderId) {
    Order order = latest(task).get(orderId);
    if (order == null) {
      throw new AssertionError("nothing published of " + orderId);
    }
    return order;
  }

  private static Order version(Task task, String orderId, int version) {
    return task.published.stream()
        .filter(order -> order.orderId().equals(orderId) && order.version() == version)
        .findFirst()
        .orElseThrow();
  }

  private void restore(Order snapshot) {
    restore(task, snapshot);
  }

  private void restore(Task into, Order snapshot) {
    into.command(snapshot.orderId(), command(snapshot));
  }

  private String command(Order snapshot) {
    return "{\"command\":\"restore\",\"by\":\"ops\",\"snapshot\":"
        + new String(writer.write(snapshot), UTF_8)
        + "}";
  }
}
