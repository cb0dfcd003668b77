/// Inbound HTTP: what programs and people ask of a running pipeline.
///
/// A request meets, in this order, [dev.orderpipeline.http.Connections] and the
/// [dev.orderpipeline.http.Listener]'s limits; [dev.orderpipeline.http.Contract], which is the
/// OpenAPI document: rights ([dev.orderpipeline.http.Access]), the
/// [dev.orderpipeline.http.TokenBucket], the body ([dev.orderpipeline.http.BodyReader]), and what
/// the document says of its parts; and then the class named for its operation.
///
/// [dev.orderpipeline.http.OrderLookup] finds an order at whichever instance has it, and
/// [dev.orderpipeline.http.OrderWait] waits for it there; [dev.orderpipeline.http.OrderPeers] asks
/// the others. [dev.orderpipeline.http.Offload] keeps what may wait off the event loops.
///
/// [dev.orderpipeline.http.Console] puts the console together: [dev.orderpipeline.http.ConsoleFeed]
/// draws a picture of all instances every second that somebody looks,
/// [dev.orderpipeline.http.EventStream] sends it to everybody who does, and
/// [dev.orderpipeline.http.ConsolePages] serves the page. What is on the picture is in
/// [dev.orderpipeline.http.console].
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.http;
