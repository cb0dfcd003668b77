package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.ActiveStore;
import dev.orderpipeline.stream.topics.InternalTopics;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// `orders-active`: in memory, logged; small because active orders are limited.
record KafkaActiveStore(KeyValueStore<String, byte[]> store) implements ActiveStore {

  static final String NAME = InternalTopics.ACTIVE_STORE;

  @Override
  public void put(String orderId, byte[] snapshot) {
    store.put(orderId, snapshot);
  }

  @Override
  public void delete(String orderId) {
    store.put(orderId, null);
  }

  @Override
  public void forEach(Consumer<byte[]> snapshot) {
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> snapshot.accept(entry.value));
    }
  }
}
