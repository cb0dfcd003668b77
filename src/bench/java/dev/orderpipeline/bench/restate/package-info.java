/// Restate as a peer: [Restate] is the variant, [Installation] fetches the server and compiles the
/// service, [ServerConfig] is the server's configuration, [AdminApi] tells it of the service and of
/// Kafka. What Restate then runs is in `service`.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.restate;
