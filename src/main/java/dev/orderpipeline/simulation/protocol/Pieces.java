package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Payloads;
import dev.orderpipeline.gateways.GatewayClient;
import dev.orderpipeline.protocol.ActiveStore;
import dev.orderpipeline.steps.Requests;
import java.util.function.UnaryOperator;

/// The pieces of the product that a run is made of. Exchanging one for a wrong one shows whether
/// the simulation would notice.
///
/// @param payloads what the machine writes bodies with
/// @param machine around the production machine
/// @param requests around the production steps
/// @param activeStore around a task's store
/// @param client around a thread's client
/// @param callsBeforeCommit whether calls leave before their transaction is committed
public record Pieces(
    UnaryOperator<Payloads> payloads,
    UnaryOperator<Decider> machine,
    UnaryOperator<Requests> requests,
    UnaryOperator<ActiveStore> activeStore,
    UnaryOperator<GatewayClient> client,
    boolean callsBeforeCommit) {

  /// As in production.
  public static final Pieces PRODUCTION =
      new Pieces(p -> p, m -> m, r -> r, s -> s, c -> c, false);

  public Pieces withMachine(UnaryOperator<Decider> around) {
    return new Pieces(payloads, around, requests, activeStore, client, callsBeforeCommit);
  }

  public Pieces withPayloads(UnaryOperator<Payloads> around) {
    return new Pieces(around, machine, requests, activeStore, client, callsBeforeCommit);
  }

  public Pieces withRequests(UnaryOperator<Requests> around) {
    return new Pieces(payloads, machine, around, activeStore, client, callsBeforeCommit);
  }

  public Pieces withActiveStore(UnaryOperator<ActiveStore> around) {
    return new Pieces(payloads, machine, requests, around, client, callsBeforeCommit);
  }

  public Pieces withClient(UnaryOperator<GatewayClient> around) {
    return new Pieces(payloads, machine, requests, activeStore, around, callsBeforeCommit);
  }

  public Pieces withCallsBeforeCommit() {
    return new Pieces(payloads, machine, requests, activeStore, client, true);
  }
}
