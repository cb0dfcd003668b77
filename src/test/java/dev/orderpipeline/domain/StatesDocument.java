package dev.orderpipeline.domain;

import dev.orderpipeline.domain.WatchedMachine.Step1;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The states of an order as they were observed, drawn and listed.
final class StatesDocument {

  /// A way from one state to another, or to the same one suspended or resumed.
  private record Edge(StateName from, StateName to) {}

  private final Map<Edge, TreeMap<String, Set<String>>> edges =
      new TreeMap<>(Comparator.comparing(Edge::from).thenComparing(Edge::to));

  /// Where an order's step stands.
  private record Place(StateName state, String step) {}

  private final Map<Place, Set<String>> taken =
      new TreeMap<>(Comparator.comparing(Place::state).thenComparing(Place::step));

  void saw(String input, Step1 step) {
    Set<String> here = taken.computeIfAbsent(place(step.before().order()), _ -> new TreeSet<>());
    if (!WatchedMachine.refused(step.decision())) {
      here.add(withoutDetail(input));
    }
    Order after = step.after().order();
    if (after.version() > step.before().order().version()) {
      edges
          .computeIfAbsent(
              new Edge(step.before().order().state().name(), after.state().name()),
              _ -> new TreeMap<>())
          .computeIfAbsent(cause(after), _ -> new TreeSet<>())
          .add(input);
    }
  }

  Set<String> transitions() {
    Set<String> all = new TreeSet<>();
    edges.keySet().forEach(edge -> all.add(edge.from() + " -> " + edge.to()));
    return all;
  }

  /// Without who did it: `redriven by ops` becomes `redriven`.
  private static String cause(Order order) {
    return order.cause().replaceFirst(" by .*", "").replace(":", "");
  }

  private static String withoutDetail(String input) {
    return input.startsWith("GateClosed") ? "GateClosed" : input;
  }

  private static Place place(Order order) {
    String phase =
        order
            .state()
            .current()
            .map(run ->
                switch (run.phase()) {
                  case Phase.Ready(var call) -> run.step().label() + " ready to " + call;
                  case Phase.Parked(var call, _, _) -> run.step().label() + " parked, to " + call;
                  case Phase.InFlight(var call, _) -> run.step().label() + " in flight: " + call;
                  case Phase.Waiting(var call, _) -> run.step().label() + " waiting to " + call;
                  case Phase.Ended _ -> run.step().label() + " ended";
                })
            .orElse("–");
    return new Place(
        order.state().name(), phase + (order.suspended().isPresent() ? ", suspended" : ""));
  }

  String render() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # The states of an order

        Observed, not drawn by hand: the tests feed every input to the machine in every situation that an
        order can get into, check each decision, and write down here what happened. A change of this page is
        a change of behaviour; accept it with `mvn verify -Dgolden.accept=true`.

        ```mermaid
        stateDiagram-v2
            [*] --> PENDING
        """);
    edges.forEach((edge, causes) ->
        out.append(
            "    %s --> %s : %s\n"
                .formatted(edge.from(), edge.to(), String.join(" | ", causes.keySet()))));
    out.append(
        """
            COMPLETED --> [*]
            FAILED --> [*]
        ```

        ## Transitions

        Every line is a new version of the order, published to the topic of the state it is then in.

        | from | to | cause | when this happens |
        |---|---|---|---|
        """);
    edges.forEach((edge, causes) ->
        causes.forEach((cause, inputs) ->
            out.append(
                "| %s | %s | %s | %s |\n"
                    .formatted(edge.from(), edge.to(), cause, String.join("; ", inputs)))));
    out.append(
        """

        ## What is taken where

        Inputs that are not refused, by where the order's step stands. All others are refused and counted, and
        change nothing.

        | state | step | taken |
        |---|---|---|
        """);
    taken.forEach((place, inputs) ->
        out.append(
            "| %s | %s | %s |\n"
                .formatted(
                    place.state(),
                    place.step(),
                    inputs.isEmpty() ? "nothing" : String.join("; ", inputs))));
    return out.toString();
  }
}
