// The shell around Streamlit's page: its few English words in Chinese, a calm line when the
// connection breaks, the mark of the dark theme, and the opening picture taken away in time.
// It only reads Streamlit's page and changes words in it, exactly as listed here.
(function () {
  "use strict";

  const WORDS = {
    "Skip to main content": "跳到正文",
    "Link to heading": "本节链接",
    "Press Enter to apply": "按回车键确认",
    "Press Enter to submit form": "按回车键提交",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车键确认",
    "Press Ctrl+Enter to submit form": "按 Ctrl+回车键提交",
    "Press ⌘+Enter to apply": "按 ⌘+回车键确认",
    "Press ⌘+Enter to submit form": "按 ⌘+回车键提交",
    "Choose options": "请选择",
    "Choose an option": "请选择",
    "Add options": "请选择或输入",
    "Add an option": "请选择或输入",
    "Select an option": "请选择",
    "No options to select": "没有可以选的",
    "No options to select.": "没有可以选的",
    "No results": "没有找到",
    "Select all": "全选",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Clear entry": "清除",
    "Clear date": "清除日期",
    "Clear dates": "清除日期",
    "Clear selection": "取消选择",
    "Selected values": "已选的",
    "Multiselect options": "可选项",
    "Selectbox options": "可选项",
    "Open": "展开",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Cancel": "取消",
    "Copy": "复制",
    "Copied": "已复制",
    "Copy to clipboard": "复制",
    "Upload": "选择文件",
    "Browse files": "选择文件",
    "Upload directories": "选择文件夹",
    "Add files": "再加文件",
    "file upload": "选择文件",
    "Drag and drop file here": "把文件拖到这里",
    "Drag and drop a file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里",
    "Drag and drop directories here": "把文件夹拖到这里",
    "Show password": "显示密码",
    "Hide password": "隐藏密码",
    "Invalid input.": "请按要求填写。",
    "Increment": "加一",
    "Decrement": "减一",
    "Number is above the allowed range.": "这个数太大了。",
    "Number is below the allowed range.": "这个数太小了。",
    "Choose date": "选日期",
    "Choose date range": "选起止日期",
    "Quick select a date range": "快速选一段日期",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "用方向键移动，回车键选定，Esc 键关闭。",
    "Download as CSV": "下载表格（CSV）",
    "Download": "下载",
    "Search": "查找",
    "Type to search": "输入要找的字",
    "Close Search": "关闭查找",
    "Next Result": "下一处",
    "Previous Result": "上一处",
    "Show/hide columns": "选择显示哪些列",
    "Fullscreen": "全屏",
    "View fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Exit fullscreen": "退出全屏",
    "Add row": "加一行",
    "Delete row(s)": "删除选中的行",
    "Sort ascending": "从小到大排",
    "Sort descending": "从大到小排",
    "Autosize": "列宽适应内容",
    "Pin column": "固定这一列",
    "Unpin column": "不再固定",
    "Hide column": "隐藏这一列",
    "Copy column name": "复制列名",
    "Statistics": "统计",
    "Format": "显示格式",
    "Dataframe column menu": "列的菜单",
    "empty": "空",
    "Empty": "空",
    "No data": "没有数据",
    "Scroll tabs left": "向左",
    "Scroll tabs right": "向右",
    "Next page": "下一页",
    "Previous page": "上一页",
    "Pagination": "翻页",
    "Main menu": "菜单",
    "Menu": "菜单",
    "App pages": "页面",
    "Sidebar": "侧栏",
    "Expand sidebar": "展开侧栏",
    "Collapse sidebar": "收起侧栏",
    "Navigate to home page": "回首页",
    "Notifications": "通知",
    "Running...": "正在处理…",
    "Connecting": "正在连接",
    "Connection error": "连接断开",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "服务器没有回应。请稍等，或者告诉老师。",
    "Connection lost. Please wait for the app to reconnect, then try again.":
      "连接断开了，请等它连上再试一次。",
    "Network issue": "网络有问题",
    "Page not found": "没有这个页面",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "没有这个页面，已经回到首页。",
    "Script execution error": "这一页出了问题",
    "Image source failed to load": "图片没有打开",
    "• image": "，只收照片",
    "View more": "展开",
    "View less": "收起",
    "Done": "完成",
    "Delete": "删除",
    "Help": "说明",
    "Got it!": "知道了",
    "Your browser is not supported": "浏览器太旧了",
    "Download plot as a png": "保存为图片",
    "Download plot as a PNG": "保存为图片",
    "Zoom": "框选放大",
    "Pan": "拖动",
    "Box Select": "框选",
    "Lasso Select": "圈选",
    "Zoom in": "放大",
    "Zoom out": "缩小",
    "Autoscale": "自动范围",
    "Reset axes": "恢复原样",
    "Toggle Spike Lines": "参考线",
    "Show closest data on hover": "显示最近的数值",
    "Compare data on hover": "比较同一处的数值",
    "Produced with Plotly.js": "",
  };
  const PATTERNS = [
    [/^(\d+)\/\d{4}$/, (_, written) => "已写 " + written + " 字"],
    [/^(?:Limit )?([\d.]+\s?[KMG]B) per file(?: • (.+))?$/, (_, size, kinds) => "每个文件不超过 " + size + (kinds ? "，可用格式：" + kinds : "")],
    [/^(?:Fullscreen|View fullscreen): (.+)$/s, (_, name) => "放大看：" + name],
    [/^Remove (.+)$/, (_, name) => "移除 " + name],
    [/^Page (\d+)$/, (_, number) => "第 " + number + " 页"],
    [/^Add: (.+)$/, (_, text) => "加上：" + text],
    [/^Select (\d+) matches$/, (_, number) => "选中找到的 " + number + " 项"],
    [/^File must be (.+) or smaller\.$/, (_, size) => "文件太大了，不能超过 " + size + "。"],
    [/^This app has encountered an error\..*$/s, () => "这一页出了一点问题，已提交的答案都保存好了。请刷新这一页；还是不行的话，请告诉老师。"],
    [/^.+ files are not allowed\.$/, () => "不能用这种文件，请换一种格式。"],
  ];
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "data-title", "alt"];
  const WRITTEN_BY_OTHERS = "textarea, [contenteditable], [data-edu-own]";

  // Words that people or content wrote stay as they are: only Streamlit's own parts are looked at,
  // and "Open" or "Copy" inside running text is left alone.
  const OWN_TEXT = [
    "button", "[role=button]", "[role=menuitem]", "[role=tooltip]", "[role=option]", "[role=dialog]",
    "[data-testid=stSkipToContent]", "[data-testid=InputInstructions]", "[data-testid=stFileUploader]",
    "[data-testid=stTooltipContent]", "[data-testid=stDataFrameColumnMenu]", "[data-testid=stToast]",
    "[data-testid=stPopoverBody]", "[data-testid=stImage]", "[data-st-overlay-root]", "[class*=modebar]",
    "[data-testid=stException]", "[data-testid=stAlertContentError]", "[data-testid=stMultiSelect]", "[data-testid=stSelectbox]",
  ].join(",");

  function inChinese(text) {
    const bare = text.trim();
    if (bare === "" || !/[A-Za-z/]/.test(bare)) return null;
    if (Object.hasOwn(WORDS, bare)) return WORDS[bare];
    for (const [pattern, replace] of PATTERNS) {
      if (pattern.test(bare)) return bare.replace(pattern, replace);
    }
    return null;
  }

  function translateText(node) {
    const chinese = inChinese(node.data);
    if (chinese === null || chinese === node.data) return;
    const parent = node.parentElement;
    if (!parent || parent.closest(WRITTEN_BY_OTHERS) || !parent.closest(OWN_TEXT)) return;
    node.data = chinese;
  }

  function translateAttributes(element) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const chinese = inChinese(value);
      if (chinese !== null && chinese !== value) element.setAttribute(name, chinese);
    }
  }

  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) { translateText(node); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    translateAttributes(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const inner = walker.currentNode;
      if (inner.nodeType === Node.TEXT_NODE) translateText(inner); else translateAttributes(inner);
    }
  }

  // The number keyboard of a phone: Streamlit cannot ask for it, so the placeholder says where.
  function askForNumbers(root) {
    const fields = root.querySelectorAll('input[placeholder="填数字"]:not([inputmode])');
    fields.forEach((field) => field.setAttribute("inputmode", "decimal"));
  }

  // Theme: Streamlit does not mark its theme in the page, so the paper's own brightness tells.
  const preference = window.matchMedia("(prefers-color-scheme: dark)");
  function markTheme() {
    const app = document.querySelector(".stApp");
    let dark = preference.matches;
    if (app) {
      const parts = getComputedStyle(app).backgroundColor.match(/[\d.]+/g);
      if (parts && (parts.length < 4 || Number(parts[3]) > 0)) {
        dark = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
      }
    }
    const theme = dark ? "dark" : "light";
    if (document.documentElement.dataset.eduTheme !== theme) {
      document.documentElement.dataset.eduTheme = theme;
    }
  }

  // Opening: away as soon as the first part of the page stands.
  function takeOpeningAway() {
    const opening = document.getElementById("edu-opening");
    if (!opening || !document.querySelector('[data-testid="stElementContainer"], [data-testid="stException"]')) return;
    opening.classList.add("edu-leaving");
    opening.removeAttribute("id");
    opening.style.display = "none";
    opening.remove();
  }
  window.setTimeout(function () {
    const words = document.querySelector("#edu-opening p");
    if (words) words.textContent = "打开得有点慢，请再等一会儿。还是不行的话，请刷新这一页，已提交的答案都保存好了。";
  }, 10000);

  // Connection: one calm line of ours in place of Streamlit's.
  const LOST = "连接断开了，正在重新连接。已提交的答案都保存好了。";
  const OFFLINE = "这台设备没有连上网络。已提交的答案都保存好了，没提交的还在这一页，请先不要关掉它。";
  const SLOW = "网络有点慢，刚才这一步还在路上，请等一等。已提交的答案都保存好了。";
  const BACK = "已经重新连上。如果页面没有变化，请再点一次。";
  let bar = null;
  let lostTimer = 0;
  let backTimer = 0;
  let slowTimer = 0;
  function showBar(state, words) {
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "edu-connection";
      bar.setAttribute("role", "status");
      bar.setAttribute("aria-live", "polite");
      document.body.append(bar);
    }
    window.clearTimeout(backTimer);
    bar.dataset.state = state;
    bar.textContent = words;
    bar.hidden = false;
  }
  const tells = (state) => bar !== null && !bar.hidden && bar.dataset.state === state;
  let wasConnected = false;
  function watchConnection(app) {
    const state = app.getAttribute("data-test-connection-state");
    if (state === "CONNECTED") {
      window.clearTimeout(lostTimer);
      lostTimer = 0;
      wasConnected = true;
      if (tells("lost") && navigator.onLine) connectedAgain();
    } else if (wasConnected && !lostTimer && !tells("lost")) {
      // A blink shorter than a second is nobody's concern.
      lostTimer = window.setTimeout(function () { lostTimer = 0; showBar("lost", LOST); }, 1000);
    }
  }
  function connectedAgain() {
    showBar("back", BACK);
    backTimer = window.setTimeout(function () { bar.hidden = true; }, 4000);
  }
  function isConnected() {
    const app = document.querySelector(".stApp");
    return app !== null && app.getAttribute("data-test-connection-state") === "CONNECTED";
  }
  // A dead Wi-Fi leaves the socket open for a while, so the device itself is asked too.
  window.addEventListener("offline", function () { showBar("lost", OFFLINE); });
  window.addEventListener("online", function () {
    if (!tells("lost")) return;
    if (isConnected()) connectedAgain(); else showBar("lost", LOST);
  });

  // A button that was pressed and nothing that answers: say so instead of leaving a silent page.
  document.addEventListener("click", function (event) {
    const button = event.target instanceof Element && event.target.closest(".stButton button, .stFormSubmitButton button");
    if (!button) return;
    window.clearTimeout(slowTimer);
    slowTimer = window.setTimeout(function () { if (!tells("lost")) showBar("slow", SLOW); }, 2500);
  });
  function watchScript(app) {
    if (!app || app.getAttribute("data-test-script-state") === "running") return;
    window.clearTimeout(slowTimer);
    if (tells("slow")) bar.hidden = true;
  }

  // Another section, question or page begins at its top: Streamlit leaves the page where it was.
  let placeShown = null;
  function beginAtTop() {
    const stem = document.querySelector('[class*="st-key-stem-"]');
    const key = stem ? Array.from(stem.classList).find((name) => name.startsWith("st-key-stem-")) : "";
    const place = window.location.pathname + window.location.search + " " + key;
    if (place === placeShown) return;
    const isFirst = placeShown === null;
    placeShown = place;
    const main = document.querySelector(".stMain");
    if (main && !isFirst) main.scrollTop = 0;
  }

  function attend(records) {
    let themeMayHaveChanged = false;
    let drawn = false;
    for (const record of records) {
      if (record.type === "characterData") {
        translateText(record.target);
      } else if (record.type === "attributes") {
        if (record.attributeName === "data-test-connection-state") watchConnection(record.target);
        else if (record.attributeName === "data-test-script-state") watchScript(record.target);
        else if (record.attributeName === "class") themeMayHaveChanged = true;
        else {
          translateAttributes(record.target);
          if (record.attributeName === "placeholder") askForNumbers(record.target.parentElement);
        }
      } else {
        drawn = drawn || (record.target instanceof Element && record.target.closest(".stMain") !== null);
        record.addedNodes.forEach(function (node) {
          translate(node);
          if (node.nodeType !== Node.ELEMENT_NODE) return;
          askForNumbers(node);
          const app = node.matches(".stApp") ? node : node.querySelector(".stApp");
          if (app) { themeMayHaveChanged = true; watchConnection(app); }
        });
      }
    }
    if (themeMayHaveChanged) markTheme();
    // A quick run begins and ends between two paintings, and its state is never seen to change.
    if (drawn) watchScript(document.querySelector(".stApp"));
    takeOpeningAway();
    beginAtTop();
  }

  markTheme();
  preference.addEventListener("change", function () { window.setTimeout(markTheme, 50); });
  translate(document.body);
  new MutationObserver(attend).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, "class", "data-test-connection-state", "data-test-script-state"],
  });
})();
