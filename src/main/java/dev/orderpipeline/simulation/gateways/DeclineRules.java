package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Item;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// When the business says no: always for certain payment methods and items, so that a test can ask
/// for a decline, and else by the settings' probability.
///
/// The probability is drawn from salt and key, not from a sequence: a key that was declined is
/// declined again after a restart, although refusals are not in the ledger.
///
/// Thread-safe if the settings' supplier is.
public final class DeclineRules implements Function<EffectRequest, Optional<Problem>> {

  public static final String DECLINED_PREFIX = "pm_declined";
  public static final String INSUFFICIENT_PREFIX = "pm_insufficient";
  public static final String OUT_OF_STOCK_PREFIX = "SKU-OUT";

  private final long salt;
  private final Supplier<FaultSettings> settings;

  public DeclineRules(long salt, Supplier<FaultSettings> settings) {
    this.salt = salt;
    this.settings = settings;
  }

  @Override
  public Optional<Problem> apply(EffectRequest request) {
    return switch (request) {
      case EffectRequest.Charge charge -> ofCharge(charge);
      case EffectRequest.Reserve reserve -> ofReservation(reserve);
      case EffectRequest.Refund _, EffectRequest.Release _ -> Optional.empty();
    };
  }

  private Optional<Problem> ofCharge(EffectRequest.Charge charge) {
    String method = charge.paymentMethodId().orElse("");
    if (method.startsWith(DECLINED_PREFIX)) {
      return Optional.of(Problem.CARD_DECLINED);
    }
    if (method.startsWith(INSUFFICIENT_PREFIX)) {
      return Optional.of(Problem.INSUFFICIENT_FUNDS);
    }
    return drawn(Endpoint.CHARGES, charge.key()) ? Optional.of(Problem.CARD_DECLINED) : none();
  }

  private Optional<Problem> ofReservation(EffectRequest.Reserve reserve) {
    boolean out =
        reserve.items().stream().map(Item::sku).anyMatch(s -> s.startsWith(OUT_OF_STOCK_PREFIX));
    return out || drawn(Endpoint.RESERVATIONS, reserve.key())
        ? Optional.of(Problem.OUT_OF_STOCK)
        : none();
  }

  private boolean drawn(Endpoint endpoint, String key) {
    double probability = settings.get().at(endpoint).decline();
    return probability > 0 && Digests.uniform(salt, key) < probability;
  }

  private static Optional<Problem> none() {
    return Optional.empty();
  }
}
