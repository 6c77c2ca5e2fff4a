// Two project-specific rules for oxlint, in the form of an ESLint plugin.

const ENVIRONMENT = 'The environment is read once, in src/platform/config.';
const TYPED_TEXT = 'What people typed is plain text: render it as a child.';
const RAW_HTML = 'Raw HTML: use textContent or elements.';
const RAW_PROPERTIES = /^(innerHTML|outerHTML|srcdoc)$/;
const RAW_METHODS = /^(insertAdjacentHTML|write|writeln|setHTMLUnsafe)$/;
const ELEMENTS = /^(document|element|root|node)$/;

const environmentOnce = {
  create: (context) => ({
    MemberExpression(node) {
      if (node.object.name === 'process' && node.property.name === 'env')
        context.report({ node, message: ENVIRONMENT });
    },
  }),
};

const noRawHtml = {
  create: (context) => ({
    JSXAttribute(node) {
      if (node.name.name === 'dangerouslySetInnerHTML') context.report({ node, message: TYPED_TEXT });
    },
    Property(node) {
      if (node.key.name === 'dangerouslySetInnerHTML') context.report({ node, message: TYPED_TEXT });
    },
    AssignmentExpression(node) {
      if (RAW_PROPERTIES.test(node.left.property?.name ?? '')) context.report({ node, message: RAW_HTML });
    },
    CallExpression({ callee }) {
      const isRaw = RAW_METHODS.test(callee.property?.name ?? '') && ELEMENTS.test(callee.object?.name ?? '');
      if (isRaw) context.report({ node: callee, message: RAW_HTML });
    },
  }),
};

export default { meta: { name: 'house' }, rules: { 'environment-once': environmentOnce, 'no-raw-html': noRawHtml } };
