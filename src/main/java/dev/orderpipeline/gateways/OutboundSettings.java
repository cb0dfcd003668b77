package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Gateway;

/// The settings of all gateways.
public record OutboundSettings(GatewaySettings payments, GatewaySettings inventory) {

  public GatewaySettings of(Gateway gateway) {
    return switch (gateway) {
      case PAYMENTS -> payments;
      case INVENTORY -> inventory;
    };
  }
}
