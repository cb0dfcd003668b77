package dev.orderpipeline.operations.control;

import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What has been ordered last.
///
/// @param intake empty if nobody ever closed the input
/// @param gates by id, those that were ever paused
public record ControlState(Optional<IntakeWord> intake, Map<String, GateWord> gates) {

  public ControlState {
    gates = Map.copyOf(gates);
  }

  /// Why the input is closed; empty if nobody has ordered it.
  public Optional<IntakeWord> closed() {
    return intake.filter(word -> !word.open());
  }

  Optional<GateWord> pause(Gateway gateway, Lane lane) {
    return Optional.ofNullable(gates.get(GateWord.id(gateway, lane))).filter(GateWord::paused);
  }

  /// Those that are paused now.
  public List<GateWord> pauses() {
    return gates.values().stream().filter(GateWord::paused).toList();
  }
}
