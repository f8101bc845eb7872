// What is drawn of a graph: all of it where its layout has it, or one node in the middle and round it those that it is tied to.

import Debugger
import Equations
import Glibc

/// Nodes with a place for each, from 0 to 1, and the ties between them.
struct GraphPicture {
  /// By their numbers in the graph, from 0.
  let nodes: [Int]
  /// By their numbers in the graph: all that join two of the nodes.
  let edges: [Int]
  let x: [Float]
  let y: [Float]
  /// How many neighbours of the node in the middle found no room.
  let left: Int
  private let places: [Int: Int]

  init(whole graph: NodeGraph) {
    nodes = Array(0..<graph.nodes.count)
    edges = Array(graph.edges.indices)
    (x, y) = (graph.layout.x, graph.layout.y)
    left = 0
    places = [:]
  }

  /// - `most`: how many neighbours there is room for; the strongest ties go first.
  init(around node: Int, of graph: NodeGraph, most: Int) {
    let ties = graph.edges.filter { ($0.first == node) != ($0.second == node) }
    let strongest = ties.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
    let chosen = strongest.prefix(max(most, 1)).map { $0.element.first == node ? $0.element.second : $0.element.first }
    // They stand in the directions in which they lie in the whole picture, as far as they leave each other room.
    let layout = graph.layout
    let around = chosen.sorted { one, other in
      let angles = [one, other].map { atan2(layout.y[$0] - layout.y[node], layout.x[$0] - layout.x[node]) }
      return angles[0] != angles[1] ? angles[0] < angles[1] : one < other
    }
    nodes = [node] + around
    left = ties.count - chosen.count
    var (x, y): ([Float], [Float]) = ([0.5], [0.5])
    for place in around.indices {
      let angle = (Float(place) + 0.5) / Float(around.count) * 2 * .pi - .pi
      // On two rings where one is full.
      let radius: Float = around.count > 12 && !place.isMultiple(of: 2) ? 0.32 : 0.5
      x.append(0.5 + radius * cos(angle))
      y.append(0.5 + radius * sin(angle))
    }
    (self.x, self.y) = (x, y)
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
    edges = graph.edges.indices.filter { places[graph.edges[$0].first] != nil && places[graph.edges[$0].second] != nil }
    self.places = places
  }

  /// Where a node of the graph stands among the nodes that are drawn; nil where it is none of them.
  func place(of node: Int) -> Int? { places.isEmpty ? node : places[node] }
}
