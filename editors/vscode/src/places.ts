// The places that use an item, shown when its lens is clicked: the server names them as the protocol does.

import * as vscode from "vscode";
import type { Location, Position, Range } from "vscode-languageclient/node";

const positionOf = (at: Position): vscode.Position => new vscode.Position(at.line, at.character);
const rangeOf = (range: Range): vscode.Range => new vscode.Range(positionOf(range.start), positionOf(range.end));
const locationOf = (place: Location): vscode.Location =>
  new vscode.Location(vscode.Uri.parse(place.uri), rangeOf(place.range));

export async function showReferences(uri: string, at: Position, places: Location[]): Promise<void> {
  const shown = places.map(locationOf);
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), positionOf(at), shown);
}
