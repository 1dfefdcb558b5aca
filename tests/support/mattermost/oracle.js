// Mattermost's official client, driven against the fake: what it understands is what clients understand.
// Arguments: address, name and password of a person, team, channel, whom to add. Prints one JSON object.
const { Client4, WebSocketClient } = require("@mattermost/client");
// As browsers have it; node has it from version 22 on.
globalThis.WebSocket = require("ws");

const [address, name, password, teamName, channelName, other] = process.argv.slice(2);
console.log = () => {};

async function main() {
  const found = { events: [] };
  const client = new Client4();
  client.setUrl(address);
  await client.ping(false);
  const me = await client.login(name, password);
  found.me = (await client.getMe()).id === me.id && me.username;
  found.teams = (await client.getMyTeams()).map((team) => team.name);
  const team = await client.getTeamByName(teamName);
  const channel = await client.getChannelByName(team.id, channelName);
  found.channel = channel.display_name;

  const heard = (event) => new Promise((resolve) => {
    const look = () => (found.events.includes(event) ? resolve() : setTimeout(look, 20));
    look();
  });
  const socket = new WebSocketClient();
  socket.addMessageListener((message) => {
    found.events.push(message.event);
    if (message.event === "posted" && !found.posted) {
      found.posted = JSON.parse(message.data.post).message;
    }
  });
  socket.initialize(`${address.replace("http", "ws")}/api/v4/websocket`, client.getToken());
  await heard("hello");

  const root = await client.createPost({ channel_id: channel.id, message: "From the official client" });
  await heard("posted");
  const reply = await client.createPost({ channel_id: channel.id, message: "A reply", root_id: root.id });
  const edited = await client.patchPost({ id: root.id, message: "Changed" });
  found.edited = edited.message;
  await heard("post_edited");
  const thread = await client.getPostThread(root.id);
  found.thread = thread.order.length === 2 && thread.posts[reply.id].root_id === root.id;
  found.posts = (await client.getPosts(channel.id)).order.length;
  const someone = await client.getUserByUsername(other);
  await client.addToChannel(someone.id, channel.id);
  await heard("user_added");
  found.members = (await client.getChannelMembers(channel.id)).length;
  await client.removeFromChannel(someone.id, channel.id);
  await heard("user_removed");
  const direct = await client.createDirectChannel([me.id, someone.id]);
  found.direct = direct.type;

  const posts = await client.getPosts(channel.id);
  const action = Object.values(posts.posts).find((post) => post.props.attachments);
  const button = action.props.attachments[0].actions[0];
  found.button = [button.name, button.integration === undefined];
  found.pressed = (await client.doPostActionWithCookie(action.id, button.id, "")).status;
  await heard("ephemeral_message");
  await heard("open_dialog");
  found.command = (await client.executeCommand("/toutdoux aide", { channel_id: channel.id, team_id: team.id })).text;
  try {
    await client.getChannelByName(team.id, "nowhere");
  } catch (error) {
    found.refused = [error.status_code, error.server_error_id];
  }
  socket.close();
  process.stdout.write(JSON.stringify(found));
}

main().then(() => process.exit(0), (error) => {
  process.stderr.write(String(error.stack || error));
  process.exit(1);
});
