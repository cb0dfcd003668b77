package dev.orderpipeline.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/// The console, put together.
final class Console implements AutoCloseable {

  private final Vertx vertx;
  private final ApiParts parts;
  private final ClusterWatch cluster;
  private final EventStream stream;
  private final ConsoleFeed feed;

  Console(Vertx vertx, ApiParts parts, Peers peers, Offload offload, InstantSource clock) {
    this.vertx = vertx;
    this.parts = parts;
    this.cluster = new ClusterWatch(parts, clock, System::nanoTime);
    this.stream = new EventStream(vertx, System::nanoTime);
    this.feed = new ConsoleFeed(parts, peers, offload, cluster, stream, clock);
  }

  ClusterWatch cluster() {
    return cluster;
  }

  ConsoleFeed feed() {
    return feed;
  }

  /// From now on it counts. To be called after what guards `/internal/` is mounted.
  void mount(Router router, Access access) {
    parts.queries().committed().listen(feed.flow());
    feed.start(vertx);
    new ConsolePages(feed, stream, access, parts.switches()).mount(router);
  }

  @Override
  public void close() {
    parts.queries().committed().unlisten(feed.flow());
    cluster.close();
  }
}
