package dev.orderpipeline.protocol;

import java.util.function.Consumer;

/// Where the orders on their way are kept durably, by orderId. What is read at start is what was
/// committed.
public interface ActiveStore {

  void put(String orderId, byte[] snapshot);

  void delete(String orderId);

  void forEach(Consumer<byte[]> snapshot);
}
