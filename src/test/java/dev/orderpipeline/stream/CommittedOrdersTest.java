package dev.orderpipeline.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.protocol.BookWatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommittedOrdersTest {

  private static final int PARTITION = 3;
  private static final long SILENCE = 1_000;

  private final CommittedOrders orders = new CommittedOrders();
  private final CommittedOrders.Changes thread = orders.changes();
  private final BookWatcher book = thread.of(PARTITION);
  private final List<StateName> heard = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private final List<Integer> before = new ArrayList<>();

  CommittedOrdersTest() {
    orders.listen(
        new CommittedOrders.Listener() {
          @Override
          public void committed(int partition, Optional<Order> before, Order order) {
            heard.add(order.state().name());
          }

          @Override
          public void advanced(int partition, Order order, int version) {
            before.add(version);
          }

          @Override
          public void left(int partition) {
            left.add(partition);
          }
        });
  }

  @Test
  void aChangeIsSeenWhenItIsCommittedAndNotBefore() {
    open();
    book.saving(order(new OrderState.Pending()));
    assertThat(state()).isEmpty();
    thread.committed();
    assertThat(state()).contains(StateName.PENDING);
    book.saving(order(new OrderState.Validating()));
    assertThat(state()).contains(StateName.PENDING);
    thread.committed();
    assertThat(state()).contains(StateName.VALIDATING);
    assertThat(heard).containsExactly(StateName.PENDING, StateName.VALIDATING);
  }

  @Test
  void whatIsRolledBackIsNeverSeen() {
    open(order(new OrderState.Pending()));
    book.saving(order(failed()));
    thread.aborted();
    thread.committed();
    assertThat(state()).contains(StateName.PENDING);
    assertThat(heard).isEmpty();
  }

  @Test
  void anOrderThatEndsStaysUntilItsEndIsCommitted() {
    open(order(new OrderState.Pending()));
    book.saving(order(failed()));
    assertThat(state()).contains(StateName.PENDING);
    thread.committed();
    assertThat(state()).isEmpty();
    assertThat(heard).containsExactly(StateName.FAILED);
  }

  @Test
  void anOrderThatComesAndEndsAtOnceIsUnsettledUntilThen() {
    open();
    book.saving(order(failed()));
    assertThat(part().orElseThrow().isUnsettled("o-1")).isTrue();
    thread.committed();
    assertThat(part().orElseThrow().isUnsettled("o-1")).isFalse();
  }

  @Test
  void anOrderAdvancesWhenItIsNewOrHasANewVersion() {
    open(order(new OrderState.Pending()));
    book.saving(order(new OrderState.Validating()));
    thread.committed();
    assertThat(before).as("the same version").isEmpty();
    book.saving(version(order(failed()), 2));
    thread.committed();
    book.saving(order(failed()));
    thread.committed();
    assertThat(before).containsExactly(1, -1);
  }

  @Test
  void aPartitionThatHasLeftIsNotHereAndItsChangesAreDropped() {
    open(order(new OrderState.Pending()));
    CommittedOrders.Part part = part().orElseThrow();
    book.saving(order(new OrderState.Validating()));
    book.closed();
    thread.committed();
    assertThat(part()).isEmpty();
    assertThat(part.isOpen()).isFalse();
    assertThat(heard).isEmpty();
    assertThat(left).containsExactly(PARTITION);
  }

  @Test
  void aBookThatIsClosedLateTakesNothingFromTheNext() {
    open(order(new OrderState.Pending()));
    BookWatcher next = thread.of(PARTITION);
    next.opened(List.of(order(new OrderState.Validating())));
    book.closed();
    assertThat(state()).contains(StateName.VALIDATING);
  }

  @Test
  void aThreadThatHasNotAskedTheGroupLatelyOwnsNothing() {
    book.opened(List.of(order(new OrderState.Pending())));
    assertThat(part()).isEmpty();
    thread.polled(0);
    assertThat(part()).isPresent();
    assertThat(orders.part(PARTITION, SILENCE, SILENCE)).isEmpty();
    assertThat(orders.parts(SILENCE, SILENCE)).isEmpty();
    thread.polled(SILENCE);
    assertThat(orders.part(PARTITION, SILENCE, SILENCE)).isPresent();
  }

  /// Its store holds what is not committed, also while its thread is silent.
  @Test
  void whoIsSilentOwnsItsPartitionsStill() {
    assertThat(orders.owns(PARTITION)).isFalse();
    open();
    assertThat(orders.part(PARTITION, SILENCE, SILENCE)).isEmpty();
    assertThat(orders.owns(PARTITION)).isTrue();
    book.closed();
    assertThat(orders.owns(PARTITION)).isFalse();
  }

  private void open(Order... active) {
    book.opened(List.of(active));
    thread.polled(0);
  }

  private Optional<CommittedOrders.Part> part() {
    return orders.part(PARTITION, 0, SILENCE);
  }

  private Optional<StateName> state() {
    return part().flatMap(part -> part.active("o-1")).map(order -> order.state().name());
  }

  private static OrderState failed() {
    return new OrderState.Failed(
        new Failure("x", Classification.NON_RETRYABLE, "x", Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Order version(Order order, int version) {
    return new Order(
        order.placed(),
        order.source(),
        order.traceparent(),
        order.admittedAt(),
        order.deadline(),
        version,
        order.state(),
        order.previous(),
        order.at(),
        order.cause(),
        order.suspended(),
        order.cancelledBy(),
        order.lastCommand(),
        order.history());
  }

  private static Order order(OrderState state) {
    Decoded decoded =
        new OrderPlacedDecoder()
            .decodeUnkeyed(
                """
                {"orderId":"o-1","customerId":"c-1","amount":{"value":1,"currency":"EUR"},
                 "items":[{"sku":"s","quantity":1}]}\
                """
                    .getBytes(UTF_8));
    return new Order(
        ((Decoded.Valid) decoded).placed(),
        new SourcePosition("orders.placed", PARTITION, 0),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        state,
        Optional.empty(),
        Instant.EPOCH,
        "test",
        Optional.empty(),
        Optional.empty(),
        -1,
        List.of());
  }
}
