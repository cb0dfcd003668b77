package dev.orderpipeline.bench.restate.service;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order as it is published. What else is in the record is of no use here.
@JsonIgnoreProperties(ignoreUnknown = true)
record Placed(
    String orderId,
    String customerId,
    Amount amount,
    List<Item> items,
    @Nullable String paymentMethodId) {

  Placed {
    items = List.copyOf(items);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Amount(long value, String currency) {}

  record Item(String sku, long quantity) {}
}
