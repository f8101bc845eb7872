// What a scan over the nodes of a tree finds at other nodes: where their frames lie, in its own stage or in the one of the
// leaves.

internal import Equations

/// The nodes of a tree around the steps of a scan.
struct Kin<Number: Scalar> {
  let model: Model
  let tree: Tree
  /// Where quantities lie in the frames of the scan's own stage, and of the other one of the two.
  let own: FrameLayout
  let other: FrameLayout
  /// All frames of the other stage, and where the first of them begins.
  let neighbor: [Number]
  let first: Int

  /// Nil for a scan that reads no other nodes.
  ///
  /// - `stage`: over whose steps it goes.
  init?(_ scan: ScanPlan, over stage: Int, _ stages: [StageTrace<Number>], _ model: Model, _ tree: Tree?) {
    let isKin: (Region) -> Bool = { if case .kin = $0 { true } else { false } }
    guard scan.regions.contains(where: isKin), let tree, let pair = model.treeStages else { return nil }
    let other = stages[stage == pair.nodes.id ? pair.leaves.id : pair.nodes.id]
    self.model = model
    self.tree = tree
    own = stages[stage].layout
    self.other = other.layout
    neighbor = other.blocks.first ?? []
    first = other.position(of: 0).offset
  }

  /// The quantity that holds the leaves' values of another.
  func leafOf(_ quantity: Int) -> Int? { model.quantities[quantity].leaf }

  /// Where what is read lies in a frame of the other stage; nil if it is not there.
  func offset(of quantity: Int, _ at: StepReference) -> Int? {
    guard case .child = at else { return other.offsets[quantity] }
    return leafOf(quantity).flatMap { other.offsets[$0] }
  }

  /// For each step the frame that is read.
  ///
  /// - `ofLeaves`: the quantity at the leaves; without one they have nothing.
  func frames(_ at: StepReference, ofLeaves leaf: Int?) -> [Int] {
    let none = ScanMachine<Number>.KinRead.none
    switch at {
    case .child(let side):
      return tree.children(side).map { child in
        child >= tree.leafCount ? child - tree.leafCount : leaf == nil ? none : ~child
      }
    case .parent(let side, true):
      return (0..<tree.leafCount).map { tree.parent(of: $0, as: side).map { ~$0 } ?? none }
    case .parent(let side, false):
      return (tree.leafCount..<tree.nodeCount).map { tree.parent(of: $0, as: side) ?? none }
    case .now, .offset, .fixed, .all, .last, .through: return []
    }
  }
}
