//! Services that run code with a role that the caller passes to them.
//!
//! Source: AWS, Service Authorization Reference (actions that pass a role); the published lists of escalation paths of
//! Rhino Security Labs and of NCC Group's PMapper name the same ones.

/// A way to run code with a role.
pub(super) struct Way {
    /// The service that assumes the role.
    pub(super) service: &'static str,
    /// Actions in addition to `iam:PassRole`: one of each row.
    pub(super) actions: &'static [&'static [&'static str]],
}

/// All of them.
pub(super) const WAYS: [Way; 24] = [
    Way {
        service: "lambda.amazonaws.com",
        actions: &[
            &["lambda:CreateFunction"],
            &[
                "lambda:InvokeFunction",
                "lambda:CreateEventSourceMapping",
                "lambda:AddPermission",
                "lambda:CreateFunctionUrlConfig",
            ],
        ],
    },
    Way {
        service: "lambda.amazonaws.com",
        actions: &[&["lambda:UpdateFunctionConfiguration"], &["lambda:UpdateFunctionCode"]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[&["ec2:RunInstances", "ec2:RequestSpotInstances", "ec2:CreateFleet"]],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"],
            &[
                "ssm:SendCommand",
                "ssm:StartSession",
                "ec2-instance-connect:SendSSHPublicKey",
                "ec2:ModifyInstanceAttribute",
            ],
        ],
    },
    Way {
        service: "ec2.amazonaws.com",
        actions: &[
            &["autoscaling:CreateLaunchConfiguration", "ec2:CreateLaunchTemplate"],
            &["autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
        ],
    },
    Way { service: "ec2.amazonaws.com", actions: &[&["elasticmapreduce:RunJobFlow"]] },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[
            &["ecs:RegisterTaskDefinition"],
            &["ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"],
        ],
    },
    Way {
        service: "ecs-tasks.amazonaws.com",
        actions: &[&["batch:RegisterJobDefinition"], &["batch:SubmitJob"]],
    },
    Way {
        service: "cloudformation.amazonaws.com",
        actions: &[&[
            "cloudformation:CreateStack",
            "cloudformation:UpdateStack",
            "cloudformation:CreateChangeSet",
            "cloudformation:CreateStackSet",
            "cloudformation:UpdateStackSet",
        ]],
    },
    Way { service: "glue.amazonaws.com", actions: &[&["glue:CreateDevEndpoint", "glue:CreateSession"]] },
    Way {
        service: "glue.amazonaws.com",
        actions: &[&["glue:CreateJob", "glue:UpdateJob"], &["glue:StartJobRun", "glue:CreateTrigger"]],
    },
    Way {
        service: "datapipeline.amazonaws.com",
        actions: &[&["datapipeline:CreatePipeline"], &["datapipeline:PutPipelineDefinition"]],
    },
    Way {
        service: "sagemaker.amazonaws.com",
        actions: &[&[
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateUserProfile",
        ]],
    },
    Way {
        service: "codebuild.amazonaws.com",
        actions: &[
            &["codebuild:CreateProject", "codebuild:UpdateProject"],
            &["codebuild:StartBuild", "codebuild:StartBuildBatch"],
        ],
    },
    Way { service: "codestar.amazonaws.com", actions: &[&["codestar:CreateProject"]] },
    Way {
        service: "codepipeline.amazonaws.com",
        actions: &[&["codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"]],
    },
    Way {
        service: "states.amazonaws.com",
        actions: &[&["states:CreateStateMachine", "states:UpdateStateMachine"], &["states:StartExecution"]],
    },
    Way {
        service: "scheduler.amazonaws.com",
        actions: &[&["scheduler:CreateSchedule", "scheduler:UpdateSchedule"]],
    },
    Way { service: "pipes.amazonaws.com", actions: &[&["pipes:CreatePipe", "pipes:UpdatePipe"]] },
    Way { service: "ssm.amazonaws.com", actions: &[&["ssm:StartAutomationExecution"]] },
    Way {
        service: "tasks.apprunner.amazonaws.com",
        actions: &[&["apprunner:CreateService", "apprunner:UpdateService"]],
    },
    Way {
        service: "pods.eks.amazonaws.com",
        actions: &[&["eks:CreatePodIdentityAssociation", "eks:UpdatePodIdentityAssociation"]],
    },
    Way {
        service: "imagebuilder.amazonaws.com",
        actions: &[&["imagebuilder:CreateInfrastructureConfiguration"]],
    },
    Way {
        service: "bedrock-agentcore.amazonaws.com",
        actions: &[&["bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:CreateAgentRuntime"]],
    },
];
