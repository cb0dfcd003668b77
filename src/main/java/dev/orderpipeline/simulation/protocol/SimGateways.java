package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerJson;
import dev.orderpipeline.simulation.gateways.DeclineRules;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import dev.orderpipeline.simulation.gateways.GatewayBooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The two gateways: the real books on virtual time, and a ledger that survives their restarts.
final class SimGateways {

  private final Duration keyRetention;
  private final List<LedgerEntry> ledger = new ArrayList<>();
  private GatewayBooks books;
  private int life;

  SimGateways(Duration keyRetention) {
    this.keyRetention = keyRetention;
    this.books = open();
  }

  GatewayBooks books() {
    return books;
  }

  /// Raised by every restart; what was begun in an earlier life is lost.
  int life() {
    return life;
  }

  /// They die and come back with what is in the ledger.
  void restart() {
    life++;
    books = open();
    ledger.forEach(books::restore);
  }

  List<LedgerEntry> ledger() {
    return ledger;
  }

  /// As a file.
  String lines() {
    return ledger.stream().map(LedgerJson::write).collect(Collectors.joining("\n"));
  }

  private GatewayBooks open() {
    return new GatewayBooks(
        keyRetention, new DeclineRules(1, () -> FaultSettings.NONE), ledger::add);
  }
}
