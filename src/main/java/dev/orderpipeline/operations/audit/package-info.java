/// Proves or disproves the guarantees from what was written down: the topics and the gateways'
/// ledgers.
///
/// In the order data meets it: [dev.orderpipeline.operations.audit.AuditReading] reads topics and
/// ledgers in an order that is fair to a running system,
/// [dev.orderpipeline.operations.audit.AuditEvents] decodes,
/// [dev.orderpipeline.operations.audit.Audit] sorts by order (on disk when it is much) and hands
/// each [dev.orderpipeline.operations.audit.OrderDossier] to every
/// [dev.orderpipeline.operations.audit.Guarantee]; the
/// [dev.orderpipeline.operations.audit.AuditReport] says what was found.
///
/// Judging is pure: no Kafka, no HTTP, no clock. A simulation makes the events in memory and uses
/// the same objects.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.operations.audit;
