package dev.orderpipeline.deployment;

import java.util.List;
import java.util.Map;

/// What Grafana is provisioned with, as far as we use it, after its documentation: Grafana does not
/// run here. Whatever is not here is refused.
final class GrafanaModel {

  private GrafanaModel() {}

  record Datasources(int apiVersion, List<Datasource> datasources) {}

  record Datasource(
      String name,
      String uid,
      String type,
      String access,
      String url,
      boolean isDefault,
      JsonData jsonData) {}

  /// Of Loki.
  record JsonData(List<DerivedField> derivedFields) {}

  record DerivedField(
      String name, String matcherType, String matcherRegex, String datasourceUid, String url) {}

  record Providers(int apiVersion, List<Provider> providers) {}

  record Provider(String name, String type, boolean allowUiUpdates, ProviderOptions options) {}

  record ProviderOptions(String path) {}

  record Dashboard(
      String uid,
      String title,
      String description,
      List<String> tags,
      boolean editable,
      int schemaVersion,
      int version,
      String refresh,
      TimeRange time,
      String timezone,
      Templating templating,
      List<Link> links,
      List<Panel> panels) {}

  record TimeRange(String from, String to) {}

  record Link(String type, List<String> tags, String title, boolean asDropdown) {}

  record Templating(List<Variable> list) {}

  record Variable(
      String name,
      String label,
      String type,
      Reference datasource,
      VariableQuery query,
      int refresh,
      boolean includeAll,
      boolean multi,
      String allValue,
      Map<String, String> current) {}

  record VariableQuery(String query, String refId) {}

  record Reference(String type, String uid) {}

  record Panel(
      int id,
      String type,
      String title,
      String description,
      Reference datasource,
      Map<String, Integer> gridPos,
      FieldConfig fieldConfig,
      List<Target> targets,
      PanelOptions options) {}

  record FieldConfig(Defaults defaults, List<Object> overrides) {}

  record Defaults(String unit, Integer min, List<Mapping> mappings, Custom custom) {}

  record Mapping(String type, Map<String, Text> options) {}

  record Text(String text) {}

  record Custom(int fillOpacity, Stacking stacking) {}

  record Stacking(String mode) {}

  record Target(String refId, Reference datasource, String expr, String legendFormat) {}

  /// Of time series the first two, of a stat the others.
  record PanelOptions(
      Legend legend, Tooltip tooltip, ReduceOptions reduceOptions, String colorMode) {}

  record Legend(String displayMode, String placement) {}

  record Tooltip(String mode) {}

  record ReduceOptions(List<String> calcs) {}
}
