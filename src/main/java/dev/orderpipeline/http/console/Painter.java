package dev.orderpipeline.http.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes one picture of what the instances say.
public final class Painter {

  private static final int MOST_RECENT = 16;
  private static final List<String> BREAKERS = List.of("closed", "half_open", "open");

  /// What is asked of others than the instances.
  ///
  /// @param assignment partitions by instance, as the group has it
  /// @param partitions how many there are; 0 if not known yet
  public record Surroundings(
      String pipeline,
      String self,
      Map<String, List<Integer>> assignment,
      int partitions,
      Optional<Picture.Lag> lag,
      Optional<String> deadLetters,
      Optional<List<Picture.Switch>> switches) {
    public Surroundings {
      assignment = Map.copyOf(assignment);
    }
  }

  private Painter() {}

  /// @param views by address, in any order; empty for an instance that does not answer
  public static Picture paint(
      long at, Surroundings around, Map<String, Optional<InstanceView>> views) {
    List<InstanceView> answers = views.values().stream().flatMap(Optional::stream).toList();
    List<Picture.Instance> instances = instances(around, views);
    int owned =
        (int) instances.stream().flatMap(one -> one.partitions().stream()).distinct().count();
    boolean complete =
        around.partitions() > 0
            && owned >= around.partitions()
            && instances.stream().allMatch(Picture.Instance::answers);
    return new Picture(
        around.pipeline(),
        at,
        complete,
        around.partitions(),
        owned,
        instances,
        sum(answers, InstanceView::active),
        sum(answers, InstanceView::activeLimit),
        sum(answers, InstanceView::pending),
        answers.stream().anyMatch(InstanceView::intakeClosed),
        states(answers),
        outcomes(answers),
        answers.stream()
            .flatMap(view -> view.recent().stream())
            .sorted(Comparator.comparingLong(InstanceView.Recent::at).reversed())
            .limit(MOST_RECENT)
            .toList(),
        sum(answers, InstanceView::suspendedCount),
        answers.stream()
            .flatMap(view -> view.suspended().stream())
            .sorted(Comparator.comparingLong(InstanceView.Suspended::since))
            .limit(OrderCount.MOST_SUSPENDED)
            .toList(),
        gateways(answers),
        around.lag().orElse(null),
        around.deadLetters().orElse(null),
        around.switches().orElse(null),
        answers.stream()
            .flatMap(view -> Stream.ofNullable(view.intake()))
            .findFirst()
            .orElse(null));
  }

  private static List<Picture.Instance> instances(
      Surroundings around, Map<String, Optional<InstanceView>> views) {
    List<Picture.Instance> instances = new ArrayList<>();
    new TreeMap<>(views)
        .forEach((address, view) ->
            instances.add(
                new Picture.Instance(
                    address,
                    address.equals(around.self()),
                    view.isPresent(),
                    view.map(InstanceView::running).orElse(false),
                    around.assignment().getOrDefault(address, List.of()),
                    view.map(InstanceView::active).orElse(0),
                    view.map(InstanceView::intakeClosed).orElse(false))));
    return instances;
  }

  private static List<InstanceView.State> states(List<InstanceView> answers) {
    Map<String, InstanceView.State> byName = new LinkedHashMap<>();
    answers.stream()
        .flatMap(view -> view.states().stream())
        .forEach(state -> byName.merge(state.state(), state, Painter::add));
    return List.copyOf(byName.values());
  }

  private static InstanceView.State add(InstanceView.State one, InstanceView.State other) {
    InstanceView.State older = age(one) <= age(other) ? one : other;
    return new InstanceView.State(
        one.state(),
        one.orders() + other.orders(),
        one.inFlight() + other.inFlight(),
        one.waiting() + other.waiting(),
        one.parked() + other.parked(),
        one.suspended() + other.suspended(),
        one.perSecond() + other.perSecond(),
        older.oldestAt(),
        older.oldestOrder());
  }

  private static long age(InstanceView.State state) {
    Long at = state.oldestAt();
    return at == null ? Long.MAX_VALUE : at;
  }

  /// Added up span by span, as far back as the longest goes.
  private static FlowHistory.@Nullable Outcomes outcomes(List<InstanceView> answers) {
    List<FlowHistory.Outcomes> all = answers.stream().map(InstanceView::outcomes).toList();
    if (all.isEmpty()) {
      return null;
    }
    long end = all.stream().mapToLong(FlowHistory.Outcomes::end).max().orElse(0);
    int span = all.getFirst().spanSeconds();
    int length = all.stream().mapToInt(one -> one.completed().length).max().orElse(0);
    int[] completed = new int[length];
    int[] failed = new int[length];
    for (FlowHistory.Outcomes one : all) {
      add(completed, one.completed(), (end - one.end()) / span);
      add(failed, one.failed(), (end - one.end()) / span);
    }
    return new FlowHistory.Outcomes(end, span, completed, failed);
  }

  /// @param behind by how many spans the numbers end before the sum does
  private static void add(int[] sum, int[] numbers, long behind) {
    for (int i = 0; i < numbers.length; i++) {
      long to = sum.length - numbers.length - behind + i;
      if (to >= 0 && to < sum.length) {
        sum[(int) to] += numbers[i];
      }
    }
  }

  private static List<Picture.Gateway> gateways(List<InstanceView> answers) {
    Map<String, List<InstanceView.GatewayLane>> byLane = new LinkedHashMap<>();
    answers.stream()
        .flatMap(view -> view.lanes().stream())
        .forEach(lane ->
            byLane
                .computeIfAbsent(lane.gateway() + "/" + lane.lane(), _ -> new ArrayList<>())
                .add(lane));
    return byLane.values().stream().map(Painter::gateway).toList();
  }

  private static Picture.Gateway gateway(List<InstanceView.GatewayLane> lanes) {
    InstanceView.GatewayLane worst =
        lanes.stream()
            .min(
                Comparator.comparingInt((InstanceView.GatewayLane lane) -> -badness(lane))
                    .thenComparingLong(InstanceView.GatewayLane::since))
            .orElseThrow();
    return new Picture.Gateway(
        worst.gateway(),
        worst.lane(),
        worst.breaker(),
        worst.since(),
        (int) lanes.stream().filter(lane -> badness(lane) > 0).count(),
        lanes.size(),
        (int) lanes.stream().filter(InstanceView.GatewayLane::paused).count(),
        lanes.stream().flatMap(lane -> Stream.ofNullable(lane.pause())).findFirst().orElse(null),
        lanes.stream().mapToInt(InstanceView.GatewayLane::inFlight).sum(),
        lanes.stream().mapToInt(InstanceView.GatewayLane::limit).sum(),
        most(lanes, InstanceView.GatewayLane::failureRatePercent),
        most(lanes, InstanceView.GatewayLane::p50Millis),
        most(lanes, InstanceView.GatewayLane::p95Millis));
  }

  private static int badness(InstanceView.GatewayLane lane) {
    return BREAKERS.indexOf(lane.breaker());
  }

  private static @Nullable Double most(
      List<InstanceView.GatewayLane> lanes,
      Function<InstanceView.GatewayLane, @Nullable Double> number) {
    return lanes.stream()
        .flatMap(lane -> Stream.ofNullable(number.apply(lane)))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static int sum(List<InstanceView> answers, ToIntFunction<InstanceView> number) {
    return answers.stream().mapToInt(number).sum();
  }
}
