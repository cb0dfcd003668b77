package dev.orderpipeline.http.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PainterTest {

  private static final Map<String, List<Integer>> ASSIGNMENT =
      Map.of("a:1", List.of(0, 1), "b:1", List.of(2));
  private static final Painter.Surroundings AROUND =
      new Painter.Surroundings(
          "orders", "a:1", ASSIGNMENT, 3, Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void instancesAreAddedUp() {
    Picture picture =
        paint(
            Map.of(
                "a:1",
                Optional.of(view("a:1", 2, 100, 500L, "closed", 10.0)),
                "b:1",
                Optional.of(view("b:1", 3, 101, 400L, "open", 30.0))));
    assertThat(picture.complete()).isTrue();
    assertThat(picture.active()).isEqualTo(5);
    assertThat(picture.activeLimit()).isEqualTo(20);
    InstanceView.State charging = picture.states().getFirst();
    assertThat(charging.orders()).isEqualTo(5);
    assertThat(charging.oldestAt()).isEqualTo(400);
    assertThat(charging.oldestOrder()).isEqualTo("oldest-of-b:1");
    assertThat(picture.recent())
        .extracting(InstanceView.Recent::orderId)
        .containsExactly("last-of-b:1", "last-of-a:1");
  }

  @Test
  void aBreakerThatIsOpenAnywhereIsShown() {
    Picture.Gateway gateway =
        paint(
                Map.of(
                    "a:1",
                    Optional.of(view("a:1", 0, 100, null, "closed", 10.0)),
                    "b:1",
                    Optional.of(view("b:1", 0, 100, null, "open", null))))
            .gateways()
            .getFirst();
    assertThat(gateway.breaker()).isEqualTo("open");
    assertThat(gateway.open()).isEqualTo(1);
    assertThat(gateway.of()).isEqualTo(2);
    assertThat(gateway.p95Millis()).isEqualTo(10.0);
    assertThat(gateway.inFlight()).isEqualTo(2);
  }

  @Test
  void outcomesAreAddedBySpanWhereverAnInstanceHasGotTo() {
    Picture picture =
        paint(
            Map.of(
                "a:1",
                Optional.of(view("a:1", 0, 100, null, "closed", null)),
                "b:1",
                Optional.of(view("b:1", 0, 102, null, "closed", null))));
    FlowHistory.Outcomes outcomes = Objects.requireNonNull(picture.outcomes());
    assertThat(outcomes.end()).isEqualTo(102);
    // 1 2 3 of a, one span behind; 1 2 3 of b.
    assertThat(outcomes.completed()).containsExactly(3, 5, 3);
  }

  @Test
  void anInstanceThatDoesNotAnswerIsShownAndTheCountsAreCalledIncomplete() {
    Picture picture =
        paint(
            Map.of(
                "a:1",
                Optional.of(view("a:1", 2, 100, 500L, "closed", null)),
                "b:1",
                Optional.empty()));
    assertThat(picture.complete()).isFalse();
    assertThat(picture.active()).isEqualTo(2);
    assertThat(picture.instances())
        .extracting(Picture.Instance::address, Picture.Instance::self, Picture.Instance::answers)
        .containsExactly(tuple("a:1", true, true), tuple("b:1", false, false));
    assertThat(picture.instances().getLast().partitions()).containsExactly(2);
  }

  @Test
  void aPartitionThatIsNobodysIsNotComplete() {
    Picture picture =
        Painter.paint(
            1,
            new Painter.Surroundings(
                "orders",
                "a:1",
                Map.of("a:1", List.of(0, 1)),
                3,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Map.of("a:1", Optional.of(view("a:1", 0, 100, null, "closed", null))));
    assertThat(picture.complete()).isFalse();
    assertThat(picture.ownedPartitions()).isEqualTo(2);
  }

  @Test
  void withoutAnyAnswerThereIsAPictureStill() {
    Picture picture = paint(Map.of("a:1", Optional.empty()));
    assertThat(picture.complete()).isFalse();
    assertThat(picture.outcomes()).isNull();
    assertThat(picture.states()).isEmpty();
    assertThat(picture.gateways()).isEmpty();
  }

  private static Picture paint(Map<String, Optional<InstanceView>> views) {
    return Painter.paint(1, AROUND, views);
  }

  private static InstanceView view(
      String address,
      int orders,
      long end,
      @Nullable Long oldest,
      String breaker,
      @Nullable Double p95) {
    return new InstanceView(
        address,
        1,
        true,
        false,
        orders,
        10,
        0,
        List.of(
            new InstanceView.State(
                "CHARGING", orders, orders, 0, 0, 0, 1.0, oldest, "oldest-of-" + address)),
        new FlowHistory.Outcomes(end, 2, new int[] {1, 2, 3}, new int[] {0, 0, 0}),
        List.of(new InstanceView.Recent("last-of-" + address, "COMPLETED", null, end, 5)),
        0,
        List.of(),
        List.of(
            new InstanceView.GatewayLane(
                "payments", "forward", breaker, 1, 1, 100, false, null, null, p95, p95)),
        null);
  }
}
